;; Sums over rows: the inner loops of gradient boosting. plain-kernel.ts says the same in TypeScript, and both give
;; the same bits.
;;
;; A histogram has 256 sums of 8 bytes per feature, features padded to a multiple of four. A sum is one whole number of
;; three fields, from the highest bit down: gradient (signed), hessian, rows. The codes of four features stand in one
;; 32-bit word per row. All addresses are bytes; rows and codes are counted in 32-bit words.

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
