;; The score of path-scores.ts for two rows at a time.

;; 2^(-sum ÷ unit).
(func $score (param $sum v128) (param $unit f64) (result v128)
  (call $exponential (f64x2.div
    (f64x2.mul (local.get $sum) (f64x2.splat (f64.const -0x1.62e42fefa39efp-1)))
    (f64x2.splat (local.get $unit)))))
