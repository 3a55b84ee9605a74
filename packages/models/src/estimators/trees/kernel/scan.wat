;; The search for the best split. plain-kernel.ts and bounded-split.ts say the same in TypeScript.

;; gradient and steps as bounded-split.ts has them.
(func $pulled (param $gradient f64) (param $l1 f64) (result f64)
  (local $steep f64)
  (local.set $steep (f64.max (f64.const 0) (f64.sub (f64.abs (local.get $gradient)) (local.get $l1))))
  (select (f64.neg (local.get $steep)) (local.get $steep) (f64.lt (local.get $gradient) (f64.const 0))))
(func $step (param $pulled f64) (param $ridge f64) (param $lower f64) (param $upper f64) (result f64)
  (f64.min (f64.max (f64.div (f64.neg (local.get $pulled)) (local.get $ridge)) (local.get $lower)) (local.get $upper)))
(func $scoreOfStep (param $pulled f64) (param $ridge f64) (param $step f64) (result f64)
  (f64.neg (f64.add
    (f64.mul (f64.mul (f64.const 2) (local.get $pulled)) (local.get $step))
    (f64.mul (f64.mul (local.get $ridge) (local.get $step)) (local.get $step)))))
;; $left and $right are gradients on entry.
(func $boundedScore
  (param $left f64) (param $leftHessian f64) (param $right f64) (param $rightHessian f64)
  (param $l1 f64) (param $l2 f64) (param $lower f64) (param $upper f64) (param $direction i32) (result f64)
  (local $leftStep f64) (local $rightStep f64)
  (local.set $left (call $pulled (local.get $left) (local.get $l1)))
  (local.set $right (call $pulled (local.get $right) (local.get $l1)))
  (local.set $leftHessian (f64.add (local.get $l2) (local.get $leftHessian)))
  (local.set $rightHessian (f64.add (local.get $l2) (local.get $rightHessian)))
  (local.set $leftStep (call $step
    (local.get $left) (local.get $leftHessian) (local.get $lower) (local.get $upper)))
  (local.set $rightStep (call $step
    (local.get $right) (local.get $rightHessian) (local.get $lower) (local.get $upper)))
  (if (f64.lt
      (f64.mul
        (f64.sub (local.get $rightStep) (local.get $leftStep))
        (f64.convert_i32_s (local.get $direction)))
      (f64.const 0))
    (then (return (f64.const -inf))))
  (f64.add
    (call $scoreOfStep (local.get $left) (local.get $leftHessian) (local.get $leftStep))
    (call $scoreOfStep (local.get $right) (local.get $rightHessian) (local.get $rightStep))))

;; The best split of a node by a numeric feature, over all features listed at $features as triples (feature, bins,
;; direction). With $isBounded steps lie between $lower and $upper and go in that direction.
;; Leaves at $result: score, gradient and hessian on the left (doubles), feature (-1 if none), bin, whether missing
;; values go left, rows on the left (32 bits each).
(func (export "scan")
  (param $sums i32) (param $features i32) (param $count i32) (param $result i32)
  (param $gradientUnit f64) (param $hessianUnit f64)
  (param $countBits i32) (param $hessianShift i32) (param $hessianBits i32) (param $gradientShift i32)
  (param $nodeGradient f64) (param $nodeHessian f64) (param $nodeRows i32) (param $toBeat f64)
  (param $l1 f64) (param $l2 f64) (param $minRows i32) (param $minHessian f64)
  (param $isBounded i32) (param $lower f64) (param $upper f64)
  (local $end i32) (local $first i32) (local $bin i32) (local $last i32) (local $bins i32) (local $at i32)
  (local $sum i64) (local $missing i64) (local $rows i32) (local $mostRows i32)
  (local $countMask i64) (local $hessianMask i64) (local $hessianFrom i64) (local $gradientFrom i64)
  (local $gradient f64) (local $hessian f64) (local $rest f64) (local $score f64) (local $missingLeft i32)
  (local $terms v128) (local $penalty v128) (local $ridge v128)
  (i32.store offset=24 (local.get $result) (i32.const -1))
  (local.set $countMask (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $countBits))) (i64.const 1)))
  (local.set $hessianMask (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $hessianBits))) (i64.const 1)))
  (local.set $hessianFrom (i64.extend_i32_u (local.get $hessianShift)))
  (local.set $gradientFrom (i64.extend_i32_u (local.get $gradientShift)))
  (local.set $mostRows (i32.sub (local.get $nodeRows) (local.get $minRows)))
  (local.set $penalty (f64x2.splat (local.get $l1)))
  (local.set $ridge (f64x2.splat (local.get $l2)))
  (local.set $end (i32.add (local.get $features) (i32.mul (local.get $count) (i32.const 12))))
  (block $done
  (loop $feature
    (br_if $done (i32.ge_u (local.get $features) (local.get $end)))
    (local.set $bins (i32.load offset=4 (local.get $features)))
    (local.set $first (i32.add (local.get $sums) (i32.shl (i32.load (local.get $features)) (i32.const 11))))
    (local.set $missing (i64.load (i32.add (local.get $first) (i32.shl (local.get $bins) (i32.const 3)))))
    (local.set $missingLeft (i32.const 0))
    (local.set $sum (i64.const 0))
    (local.set $last (i32.sub (local.get $bins) (i64.eqz (local.get $missing))))
    (block $sides
    (loop $side
      (local.set $bin (i32.const 0))
      (local.set $at (local.get $first))
      (block $scanned
      (loop $next
        (br_if $scanned (i32.ge_s (local.get $bin) (local.get $last)))
        (local.set $sum (i64.add (local.get $sum) (i64.load (local.get $at))))
        (local.set $rows (i32.wrap_i64 (i64.and (local.get $sum) (local.get $countMask))))
        (block $skip
          (br_if $skip (i32.lt_s (local.get $rows) (local.get $minRows)))
          (br_if $scanned (i32.gt_s (local.get $rows) (local.get $mostRows)))
          (local.set $hessian (f64.mul (local.get $hessianUnit) (f64.convert_i64_s (i64.and
            (i64.shr_u (local.get $sum) (local.get $hessianFrom)) (local.get $hessianMask)))))
          (local.set $rest (f64.sub (local.get $nodeHessian) (local.get $hessian)))
          (local.set $gradient (f64.mul (local.get $gradientUnit)
            (f64.convert_i64_s (i64.shr_s (local.get $sum) (local.get $gradientFrom)))))
          (if (local.get $isBounded)
            (then (local.set $score (call $boundedScore
              (local.get $gradient) (local.get $hessian)
              (f64.sub (local.get $nodeGradient) (local.get $gradient)) (local.get $rest)
              (local.get $l1) (local.get $l2) (local.get $lower) (local.get $upper)
              (i32.load offset=8 (local.get $features)))))
            (else
            ;; Left and right side by side.
            (local.set $terms (f64x2.pmax
              (f64x2.sub
                (f64x2.abs (f64x2.replace_lane 1 (f64x2.splat (local.get $gradient))
                  (f64.sub (local.get $nodeGradient) (local.get $gradient))))
                (local.get $penalty))
              (v128.const f64x2 0 0)))
            (local.set $terms (f64x2.div (f64x2.mul (local.get $terms) (local.get $terms))
              (f64x2.add (local.get $ridge)
                (f64x2.replace_lane 1 (f64x2.splat (local.get $hessian)) (local.get $rest)))))
            (local.set $score (f64.add (f64x2.extract_lane 0 (local.get $terms)) (f64x2.extract_lane 1 (local.get $terms))))))
          ;; An empty bin scores as the one before it, so that it never wins.
          (if (i32.and
              (f64.gt (local.get $score) (local.get $toBeat))
              (i32.and
                (f64.ge (local.get $hessian) (local.get $minHessian))
                (f64.ge (local.get $rest) (local.get $minHessian)))) (then
            (local.set $toBeat (local.get $score))
            (f64.store (local.get $result) (local.get $score))
            (f64.store offset=8 (local.get $result) (local.get $gradient))
            (f64.store offset=16 (local.get $result) (local.get $hessian))
            (i32.store offset=24 (local.get $result) (i32.load (local.get $features)))
            (i32.store offset=28 (local.get $result) (local.get $bin))
            ;; Where nothing is missing, missing values will follow the larger child.
            (i32.store offset=32 (local.get $result) (select
              (i32.gt_s (local.get $rows) (i32.sub (local.get $nodeRows) (local.get $rows)))
              (local.get $missingLeft)
              (i64.eqz (local.get $missing))))
            (i32.store offset=36 (local.get $result) (local.get $rows)))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (local.set $bin (i32.add (local.get $bin) (i32.const 1)))
        (br $next)))
      ;; Then the same with the missing values on the left, if there are any.
      (br_if $sides (i32.or (local.get $missingLeft) (i64.eqz (local.get $missing))))
      (local.set $missingLeft (i32.const 1))
      (local.set $sum (local.get $missing))
      (local.set $last (i32.sub (local.get $bins) (i32.const 1)))
      (br $side)))
    (local.set $features (i32.add (local.get $features) (i32.const 12)))
    (br $feature))))
