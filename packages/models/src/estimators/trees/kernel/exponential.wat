;; The exponential of exponential.ts for two numbers at a time.

;; e^x for x up to 0, not less than -700 being asked for: 2^k · e^r with |r| up to ln(2)/2, by Taylor's series up to
;; the 11th power, whose relative error stays below 1e-14.
(func $exponential (param $x v128) (result v128)
  (local $shifted v128) (local $whole v128) (local $rest v128)
  (local.set $x (f64x2.pmax (local.get $x) (f64x2.splat (f64.const -700))))
  ;; Adding 1.5 · 2^52 rounds to a whole number and leaves it in the lowest bits.
  (local.set $shifted (f64x2.add
    (f64x2.mul (local.get $x) (f64x2.splat (f64.const 1.4426950408889634)))
    (f64x2.splat (f64.const 0x1.8p52))))
  (local.set $whole (f64x2.sub (local.get $shifted) (f64x2.splat (f64.const 0x1.8p52))))
  ;; The natural logarithm of 2 in two parts, of which the first has zeros at its end.
  (local.set $rest (f64x2.sub
    (f64x2.sub (local.get $x)
      (f64x2.mul (local.get $whole) (f64x2.splat (f64.const 0x1.62e42feep-1))))
    (f64x2.mul (local.get $whole) (f64x2.splat (f64.const 0x1.a39ef35793c76p-33)))))
  (i64x2.add
    (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.add (f64x2.mul (f64x2.splat (f64.const 2.505210838544172e-08)) (local.get $rest))
        (f64x2.splat (f64.const 2.755731922398589e-07))) (local.get $rest))
        (f64x2.splat (f64.const 2.7557319223985893e-06))) (local.get $rest))
        (f64x2.splat (f64.const 2.48015873015873e-05))) (local.get $rest))
        (f64x2.splat (f64.const 0.0001984126984126984))) (local.get $rest))
        (f64x2.splat (f64.const 0.001388888888888889))) (local.get $rest))
        (f64x2.splat (f64.const 0.008333333333333333))) (local.get $rest))
        (f64x2.splat (f64.const 0.041666666666666664))) (local.get $rest))
        (f64x2.splat (f64.const 0.16666666666666666))) (local.get $rest))
        (f64x2.splat (f64.const 0.5))) (local.get $rest))
        (f64x2.splat (f64.const 1.0))) (local.get $rest))
        (f64x2.splat (f64.const 1.0)))
    (i64x2.shl (local.get $shifted) (i32.const 52))))
