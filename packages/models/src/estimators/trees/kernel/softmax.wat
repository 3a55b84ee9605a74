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

;; For two rows at a time: the highest score over the outputs, and the sum of e^(score - highest). Outputs stand $stride
;; bytes apart; $bytes is a multiple of 16.
(func (export "normalise")
  (param $scores i32) (param $highest i32) (param $totals i32) (param $bytes i32) (param $stride i32) (param $outputs i32)
  (local $end i32) (local $at i32) (local $last i32) (local $most v128) (local $sum v128)
  (local.set $end (i32.add (local.get $scores) (local.get $bytes)))
  (if (i32.eqz (local.get $bytes)) (then (return)))
  (loop $rows
    (local.set $at (local.get $scores))
    (local.set $last (i32.add (local.get $scores) (i32.mul (local.get $stride) (local.get $outputs))))
    (local.set $most (v128.load (local.get $at)))
    (loop $output
      (local.set $most (f64x2.pmax (local.get $most) (v128.load (local.get $at))))
      (br_if $output (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (local.get $stride))) (local.get $last))))
    (local.set $at (local.get $scores))
    (local.set $sum (f64x2.splat (f64.const 0)))
    (loop $output
      (local.set $sum (f64x2.add (local.get $sum)
        (call $exponential (f64x2.sub (v128.load (local.get $at)) (local.get $most)))))
      (br_if $output (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (local.get $stride))) (local.get $last))))
    (v128.store (local.get $highest) (local.get $most))
    (v128.store (local.get $totals) (local.get $sum))
    (local.set $highest (i32.add (local.get $highest) (i32.const 16)))
    (local.set $totals (i32.add (local.get $totals) (i32.const 16)))
    (br_if $rows (i32.lt_u
      (local.tee $scores (i32.add (local.get $scores) (i32.const 16))) (local.get $end)))))

;; For two rows at a time: into = e^(score - highest) / total.
(func (export "probabilities")
  (param $scores i32) (param $highest i32) (param $totals i32) (param $into i32) (param $bytes i32)
  (local $at i32)
  (if (i32.eqz (local.get $bytes)) (then (return)))
  (loop $rows
    (v128.store (i32.add (local.get $into) (local.get $at)) (f64x2.div
      (call $exponential (f64x2.sub
        (v128.load (i32.add (local.get $scores) (local.get $at)))
        (v128.load (i32.add (local.get $highest) (local.get $at)))))
      (v128.load (i32.add (local.get $totals) (local.get $at)))))
    (br_if $rows (i32.lt_u
      (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))
