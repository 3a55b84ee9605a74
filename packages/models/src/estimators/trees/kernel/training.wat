;; The inner loops of gradient boosting. plain-kernel.ts says the same in TypeScript, and both give the same bits.
;;
;; A histogram has 256 sums of 8 bytes per feature, features padded to a multiple of four. A sum is one whole number of
;; three fields, from the highest bit down: gradient (signed), hessian, rows. The codes of four features stand in one
;; 32-bit word per row. All addresses are bytes; rows and codes are counted in 32-bit words.
(module
  (import "titans" "memory" (memory 1))

  ;; Adds values[i] to the bins of row rows[i], for eight features and for four.
  (func (export "addEight")
    (param $rows i32) (param $count i32) (param $values i32) (param $codesA i32) (param $codesB i32) (param $sums i32)
    (local $end i32) (local $row i32) (local $bin i32) (local $value i64) (local $a i32) (local $b i32)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (i32.eqz (local.get $count)) (then (return)))
    (loop $next
      (local.set $row (i32.shl (i32.load (local.get $rows)) (i32.const 2)))
      (local.set $value (i64.load (local.get $values)))
      (local.set $a (i32.load (i32.add (local.get $codesA) (local.get $row))))
      (local.set $b (i32.load (i32.add (local.get $codesB) (local.get $row))))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shl (local.get $a) (i32.const 3)) (i32.const 0x7f8))))
      (i64.store (local.get $bin) (i64.add (i64.load (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $a) (i32.const 5)) (i32.const 0x7f8))))
      (i64.store offset=2048 (local.get $bin) (i64.add (i64.load offset=2048 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $a) (i32.const 13)) (i32.const 0x7f8))))
      (i64.store offset=4096 (local.get $bin) (i64.add (i64.load offset=4096 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $a) (i32.const 21)) (i32.const 0x7f8))))
      (i64.store offset=6144 (local.get $bin) (i64.add (i64.load offset=6144 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shl (local.get $b) (i32.const 3)) (i32.const 0x7f8))))
      (i64.store offset=8192 (local.get $bin) (i64.add (i64.load offset=8192 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $b) (i32.const 5)) (i32.const 0x7f8))))
      (i64.store offset=10240 (local.get $bin) (i64.add (i64.load offset=10240 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $b) (i32.const 13)) (i32.const 0x7f8))))
      (i64.store offset=12288 (local.get $bin) (i64.add (i64.load offset=12288 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $b) (i32.const 21)) (i32.const 0x7f8))))
      (i64.store offset=14336 (local.get $bin) (i64.add (i64.load offset=14336 (local.get $bin)) (local.get $value)))
      (local.set $values (i32.add (local.get $values) (i32.const 8)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  (func (export "addFour")
    (param $rows i32) (param $count i32) (param $values i32) (param $codesA i32) (param $sums i32)
    (local $end i32) (local $row i32) (local $bin i32) (local $value i64) (local $a i32)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (i32.eqz (local.get $count)) (then (return)))
    (loop $next
      (local.set $row (i32.shl (i32.load (local.get $rows)) (i32.const 2)))
      (local.set $value (i64.load (local.get $values)))
      (local.set $a (i32.load (i32.add (local.get $codesA) (local.get $row))))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shl (local.get $a) (i32.const 3)) (i32.const 0x7f8))))
      (i64.store (local.get $bin) (i64.add (i64.load (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $a) (i32.const 5)) (i32.const 0x7f8))))
      (i64.store offset=2048 (local.get $bin) (i64.add (i64.load offset=2048 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $a) (i32.const 13)) (i32.const 0x7f8))))
      (i64.store offset=4096 (local.get $bin) (i64.add (i64.load offset=4096 (local.get $bin)) (local.get $value)))
      (local.set $bin (i32.add (local.get $sums) (i32.and (i32.shr_u (local.get $a) (i32.const 21)) (i32.const 0x7f8))))
      (i64.store offset=6144 (local.get $bin) (i64.add (i64.load offset=6144 (local.get $bin)) (local.get $value)))
      (local.set $values (i32.add (local.get $values) (i32.const 8)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  ;; ordered[i] = values[rows[i]]
  (func (export "gather") (param $rows i32) (param $count i32) (param $values i32) (param $ordered i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (i32.eqz (local.get $count)) (then (return)))
    (loop $next
      (i64.store (local.get $ordered)
        (i64.load (i32.add (local.get $values) (i32.shl (i32.load (local.get $rows)) (i32.const 3)))))
      (local.set $ordered (i32.add (local.get $ordered) (i32.const 8)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  ;; parent -= child, for a multiple of 16 bytes
  (func (export "subtract") (param $parent i32) (param $child i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $parent) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $parent)
        (i64x2.sub (v128.load (local.get $parent)) (v128.load (local.get $child))))
      (local.set $child (i32.add (local.get $child) (i32.const 16)))
      (local.set $parent (i32.add (local.get $parent) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $parent) (local.get $end)))))

  (func (export "clear") (param $from i32) (param $bytes i32)
    (memory.fill (local.get $from) (i32.const 0) (local.get $bytes)))

  ;; Rows whose code has a 4 in the table come first, the others (0) after them; both keep their order. Gives how many
  ;; come first. Without a branch: the row is written to both sides, and one of them moves on.
  (func (export "partition")
    (param $rows i32) (param $count i32) (param $codes i32) (param $table i32) (param $spare i32) (result i32)
    (local $from i32) (local $end i32) (local $left i32) (local $right i32) (local $row i32) (local $step i32)
    (local.set $from (local.get $rows))
    (local.set $left (local.get $rows))
    (local.set $right (local.get $spare))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (i32.eqz (local.get $count)) (then (return (i32.const 0))))
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $step (i32.load8_u (i32.add (local.get $table)
        (i32.load8_u (i32.add (local.get $codes) (i32.shl (local.get $row) (i32.const 2)))))))
      (i32.store (local.get $left) (local.get $row))
      (i32.store (local.get $right) (local.get $row))
      (local.set $left (i32.add (local.get $left) (local.get $step)))
      (local.set $right (i32.sub (i32.add (local.get $right) (i32.const 4)) (local.get $step)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end))))
    (memory.copy (local.get $left) (local.get $spare) (i32.sub (local.get $right) (local.get $spare)))
    (i32.shr_u (i32.sub (local.get $left) (local.get $from)) (i32.const 2)))

  ;; Sums over rows: gradients, absolute gradients and hessians, as three doubles at $into. $hessians may be 0.
  (func (export "total")
    (param $rows i32) (param $count i32) (param $gradients i32) (param $hessians i32) (param $into i32)
    (local $end i32) (local $at i32) (local $value f64)
    (local $gradient f64) (local $steepness f64) (local $hessian f64)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (local.get $count) (then
      (loop $next
        (local.set $at (i32.shl (i32.load (local.get $rows)) (i32.const 3)))
        (local.set $value (f64.load (i32.add (local.get $gradients) (local.get $at))))
        (local.set $gradient (f64.add (local.get $gradient) (local.get $value)))
        (local.set $steepness (f64.add (local.get $steepness) (f64.abs (local.get $value))))
        (if (local.get $hessians) (then
          (local.set $hessian (f64.add (local.get $hessian)
            (f64.load (i32.add (local.get $hessians) (local.get $at)))))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (br_if $next (i32.lt_u (local.get $rows) (local.get $end))))))
    (f64.store (local.get $into) (local.get $gradient))
    (f64.store offset=8 (local.get $into) (local.get $steepness))
    (f64.store offset=16 (local.get $into) (local.get $hessian)))

  ;; values[row] = rounded gradient, rounded hessian and 1 in one number, rounded by a dither if asked to. Leaves the
  ;; sums of the rounded gradients, of their absolute values and of the rounded hessians as doubles at $into.
  (func (export "quantise")
    (param $rows i32) (param $count i32) (param $gradients i32) (param $hessians i32) (param $values i32)
    (param $perGradient f64) (param $perHessian f64) (param $gradientShift i32) (param $hessianShift i32)
    (param $isDithered i32) (param $into i32)
    (local $end i32) (local $row i32) (local $at i32) (local $value i64) (local $rounded i64)
    (local $up f64) (local $gradientFrom i64) (local $hessianFrom i64)
    (local $gradient i64) (local $steepness i64) (local $hessian i64)
    (local.set $gradientFrom (i64.extend_i32_u (local.get $gradientShift)))
    (local.set $hessianFrom (i64.extend_i32_u (local.get $hessianShift)))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (local.get $count) (then (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $at (i32.shl (local.get $row) (i32.const 3)))
      (if (local.get $isDithered) (then
        (local.set $up (f64.sub
          (f64.mul
            (f64.convert_i32_u (i32.shr_u (i32.mul (local.get $row) (i32.const 0x9e3779b1)) (i32.const 8)))
            (f64.const 0x1p-24))
          (f64.const 0.5)))))
      ;; Adding 1.5 · 2^52 leaves the nearest whole number in the lowest bits.
      (local.set $rounded (i64.sub
        (i64.reinterpret_f64 (f64.add (f64.const 0x1.8p52) (f64.add (local.get $up)
          (f64.mul (f64.load (i32.add (local.get $gradients) (local.get $at))) (local.get $perGradient)))))
        (i64.const 0x4338000000000000)))
      (local.set $gradient (i64.add (local.get $gradient) (local.get $rounded)))
      (local.set $steepness (i64.add (local.get $steepness) (select
        (i64.sub (i64.const 0) (local.get $rounded)) (local.get $rounded)
        (i64.lt_s (local.get $rounded) (i64.const 0)))))
      (local.set $value (i64.add (i64.const 1) (i64.shl (local.get $rounded) (local.get $gradientFrom))))
      (if (local.get $hessians) (then
        (local.set $rounded (i64.sub
          (i64.reinterpret_f64 (f64.add (f64.const 0x1.8p52) (f64.add (local.get $up)
            (f64.mul (f64.load (i32.add (local.get $hessians) (local.get $at))) (local.get $perHessian)))))
          (i64.const 0x4338000000000000)))
        (local.set $hessian (i64.add (local.get $hessian) (local.get $rounded)))
        (local.set $value (i64.add (local.get $value) (i64.shl (local.get $rounded) (local.get $hessianFrom))))))
      (i64.store (i32.add (local.get $values) (local.get $at)) (local.get $value))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end))))))
    (f64.store (local.get $into) (f64.convert_i64_s (local.get $gradient)))
    (f64.store offset=8 (local.get $into) (f64.convert_i64_s (local.get $steepness)))
    (f64.store offset=16 (local.get $into) (f64.convert_i64_s (local.get $hessian))))

  ;; scores[row] += value, for some rows
  (func (export "shift") (param $rows i32) (param $count i32) (param $scores i32) (param $value f64)
    (local $end i32) (local $at i32)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (if (i32.eqz (local.get $count)) (then (return)))
    (loop $next
      (local.set $at (i32.add (local.get $scores) (i32.shl (i32.load (local.get $rows)) (i32.const 3))))
      (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (local.get $value)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  ;; The best split of a node by a numeric feature, over all features listed at $features as pairs (feature, bins).
  ;; Leaves at $result: score, gradient and hessian on the left (doubles), feature (-1 if none), bin, whether missing
  ;; values go left, rows on the left (32 bits each).
  (func (export "scan")
    (param $sums i32) (param $features i32) (param $count i32) (param $result i32)
    (param $gradientUnit f64) (param $hessianUnit f64)
    (param $countBits i32) (param $hessianShift i32) (param $hessianBits i32) (param $gradientShift i32)
    (param $nodeGradient f64) (param $nodeHessian f64) (param $nodeRows i32) (param $toBeat f64)
    (param $l1 f64) (param $l2 f64) (param $minRows i32) (param $minHessian f64)
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
    (local.set $end (i32.add (local.get $features) (i32.shl (local.get $count) (i32.const 3))))
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
            (local.set $score (f64.add (f64x2.extract_lane 0 (local.get $terms)) (f64x2.extract_lane 1 (local.get $terms))))
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
      (local.set $features (i32.add (local.get $features) (i32.const 8)))
      (br $feature))))

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
      (br_if $rows (i32.lt_u (local.get $scores) (local.get $end))))))
