;; Probabilities of classes, by the exponential of exponential.wat.

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
