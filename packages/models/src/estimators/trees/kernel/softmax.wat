;; The exponential of exponential.ts, and probabilities of classes.

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

;; For two rows at a time: shares = e^score ÷ sum of e^score over the outputs. Outputs stand $stride bytes apart.
(func (export "softmax")
  (param $scores i32) (param $shares i32) (param $stride i32) (param $outputs i32)
  (local $end i32) (local $at i32) (local $last i32) (local $highest v128) (local $sum v128) (local $value v128)
  (local.set $end (i32.add (local.get $scores) (local.get $stride)))
  (loop $rows
    (local.set $at (local.get $scores))
    (local.set $last (i32.add (local.get $scores) (i32.mul (local.get $stride) (local.get $outputs))))
    (local.set $highest (v128.load (local.get $at)))
    (loop $output
      (local.set $highest (f64x2.pmax (local.get $highest) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (local.get $stride)))
      (br_if $output (i32.lt_u (local.get $at) (local.get $last))))
    (local.set $at (i32.const 0))
    (local.set $last (i32.mul (local.get $stride) (local.get $outputs)))
    (local.set $sum (f64x2.splat (f64.const 0)))
    (loop $output
      (local.set $value (call $exponential (f64x2.sub
        (v128.load (i32.add (local.get $scores) (local.get $at))) (local.get $highest))))
      (v128.store (i32.add (local.get $shares) (local.get $at)) (local.get $value))
      (local.set $sum (f64x2.add (local.get $sum) (local.get $value)))
      (local.set $at (i32.add (local.get $at) (local.get $stride)))
      (br_if $output (i32.lt_u (local.get $at) (local.get $last))))
    (local.set $at (i32.const 0))
    (loop $output
      (v128.store (i32.add (local.get $shares) (local.get $at)) (f64x2.div
        (v128.load (i32.add (local.get $shares) (local.get $at))) (local.get $sum)))
      (local.set $at (i32.add (local.get $at) (local.get $stride)))
      (br_if $output (i32.lt_u (local.get $at) (local.get $last))))
    (local.set $shares (i32.add (local.get $shares) (i32.const 16)))
    (local.set $scores (i32.add (local.get $scores) (i32.const 16)))
    (br_if $rows (i32.lt_u (local.get $scores) (local.get $end)))))
