;; Grows the part of a forest's tree below a node of at most 4096 rows, as grow-forest-tree.ts and forest-splits.ts do
;; for numeric features and the best split. forest-kernel.ts reads what is written here. The memory begins with
;;
;;      0  entries of a node in order: code << 12 | row; 4096 words and room to read on
;;  16448  the same while they are put in order
;;  32896  counters of the radix sort, 128 words
;;  33408  nodes still open, next node, random numbers used and there, records, leaves, ends: 7 words
;;  33440  of a node: weight; squares (of Gini) or sum; squares (of numbers)
;;  33464  its best split: score, then last code on the left, first on the right or -1, whether missing values go
;;         left, feature
;;  33536  rows of the nodes, 4096 words, and 4096 spare ones at 49920
;;  66304  weights of the rows, 4096 doubles
;;  99072  answers: classes as words, or weighted numbers as doubles, 4096
;; 131840  open nodes: node, first row, row after the last, depth; 4098 of 4 words
;; 197408  records, 1024 of 40 bytes: node, feature or -1; for a split whether missing values go left, how many ends
;;         it has, weight on the left and on the right, whether values lie on both sides; for a leaf its class or -1,
;;         and sum and weight of its numbers
;; 238368  ends, 16384 words: rows beside the cuts, doubled and 1 more on the left
;;
;; What depends on the numbers of features and classes lies behind and is given by address.

;; Keeps a cut: last code on the left, first on the right (-1 for none), whether missing values go left.
(func $keep
  (param $code i32) (param $entry i32) (param $isLastCut i32) (param $hasMissing i32) (param $side i32)
  (param $leftRows i32) (param $count i32)
  (i32.store (i32.const 33472) (local.get $code))
  (i32.store (i32.const 33476)
    (select (i32.const -1) (i32.shr_u (local.get $entry) (i32.const 12)) (local.get $isLastCut)))
  (i32.store (i32.const 33480) (select
    (local.get $side)
    (i32.gt_s (i32.shl (local.get $leftRows) (i32.const 1)) (local.get $count))
    (local.get $hasMissing))))

;; Finds the best split of a node by features drawn at random; 1 if there is one.
(func $search
  (param $rows i32) (param $count i32) (param $outputs i32) (param $features i32) (param $perSplit i32)
  (param $minLeaf i32) (param $randoms i32) (param $candidates i32) (param $missing i32)
  (param $node i32) (param $left i32) (param $codes i32) (result i32)
  (local $tried i32) (local $remaining i32) (local $at i32) (local $last i32) (local $feature i32) (local $used i32)
  (local $isSplit i32) (local $isAllConstant i32) (local $present i32) (local $code i32) (local $isBetter i32)
  (local $enough f64)
  (local.set $isAllConstant (i32.const 1))
  (local.set $used (i32.add (local.get $randoms) (i32.shl (i32.load (i32.const 33416)) (i32.const 2))))
  (local.set $enough (f64.mul (f64.const 0.99999999999999)
    (select (f64.load (i32.const 33440)) (f64.load (i32.const 33456)) (local.get $outputs))))
  (f64.store (i32.const 33464) (f64.const -inf))
  (block $done
  (loop $try
    (br_if $done (i32.ge_s (local.get $tried) (local.get $features)))
    (br_if $done (i32.and
      (i32.ge_s (local.get $tried) (local.get $perSplit))
      (i32.eqz (local.get $isAllConstant))))
    (local.set $remaining (i32.sub (local.get $features) (local.get $tried)))
    (local.set $at (i32.add (local.get $candidates) (i32.shl
      (i32.wrap_i64 (i64.shr_u
        (i64.mul (i64.load32_u (local.get $used)) (i64.extend_i32_u (local.get $remaining)))
        (i64.const 32)))
      (i32.const 2))))
    (local.set $used (i32.add (local.get $used) (i32.const 4)))
    (local.set $last (i32.add (local.get $candidates) (i32.shl (i32.sub (local.get $remaining) (i32.const 1)) (i32.const 2))))
    (local.set $feature (i32.load (local.get $at)))
    (i32.store (local.get $at) (i32.load (local.get $last)))
    (i32.store (local.get $last) (local.get $feature))
    (local.set $tried (i32.add (local.get $tried) (i32.const 1)))
    (call $order
      (i32.add (local.get $codes) (i32.shl (local.get $feature) (i32.const 13))) (local.get $rows) (local.get $count))
    (local.set $present (local.get $count))
    (local.set $code (i32.shr_u
      (i32.load (i32.shl (i32.sub (local.get $present) (i32.const 1)) (i32.const 2))) (i32.const 12)))
    (br_if $try (i32.eq (i32.shr_u (i32.load (i32.const 0)) (i32.const 12)) (local.get $code)))
    (local.set $isAllConstant (i32.const 0))
    (if (i32.eq (local.get $code)
        (i32.load (i32.add (local.get $missing) (i32.shl (local.get $feature) (i32.const 2))))) (then
      (loop $back
        (local.set $present (i32.sub (local.get $present) (i32.const 1)))
        (br_if $back (i32.eq (local.get $code) (i32.shr_u
          (i32.load (i32.shl (i32.sub (local.get $present) (i32.const 1)) (i32.const 2))) (i32.const 12)))))))
    (if (local.get $outputs)
      (then (local.set $isBetter (call $scanGini
        (local.get $count) (local.get $present) (local.get $minLeaf)
        (local.get $node) (local.get $left) (local.get $outputs))))
      (else (local.set $isBetter (call $scanSquares
        (local.get $count) (local.get $present) (local.get $minLeaf)))))
    (br_if $try (i32.eqz (local.get $isBetter)))
    (i32.store (i32.const 33484) (local.get $feature))
    (local.set $isSplit (i32.const 1))
    ;; Nothing can be better than two pure sides.
    (br_if $try (f64.lt (f64.load (i32.const 33464)) (local.get $enough)))))
  (i32.store (i32.const 33416)
    (i32.shr_u (i32.sub (local.get $used) (local.get $randoms)) (i32.const 2)))
  (local.get $isSplit))

;; Parts the rows of a node by its best split, both sides in their order, and lists the rows beside the cut. Leaves the
;; weight on the left at $record; gives how many rows are there.
(func $part (param $rows i32) (param $count i32) (param $codes i32) (param $missing i32) (param $record i32)
  (result i32)
  (local $from i32) (local $end i32) (local $left i32) (local $right i32) (local $row i32) (local $code i32)
  (local $leftLast i32) (local $lastOnLeft i32) (local $span i32) (local $ends i32) (local $onLeft i32)
  (local $weight f64)
  (local.set $from (local.get $rows))
  (local.set $left (local.get $rows))
  (local.set $right (i32.const 49920))
  (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
  (local.set $ends (i32.add (i32.const 238368) (i32.shl (i32.load (i32.const 33432)) (i32.const 2))))
  (local.set $leftLast (i32.load (i32.const 33472)))
  ;; Codes from the last on the left to the first on the right are beside the cut; none where missing values are right.
  (local.set $span (i32.sub
    (i32.add (i32.load (i32.const 33476)) (i32.const 1))
    (select (local.get $leftLast) (i32.const 0) (i32.ge_s (i32.load (i32.const 33476)) (i32.const 0)))))
  (local.set $lastOnLeft (select (local.get $missing) (i32.const -1) (i32.load (i32.const 33480))))
  (loop $next
    (local.set $row (i32.load (local.get $rows)))
    (local.set $code (i32.load16_u (i32.add (local.get $codes) (i32.shl (local.get $row) (i32.const 1)))))
    (local.set $onLeft (i32.or
      (i32.le_s (local.get $code) (local.get $leftLast)) (i32.eq (local.get $code) (local.get $lastOnLeft))))
    (i32.store (local.get $left) (local.get $row))
    (i32.store (local.get $right) (local.get $row))
    (local.set $left (i32.add (local.get $left) (i32.shl (local.get $onLeft) (i32.const 2))))
    (local.set $right (i32.add (local.get $right) (i32.shl (i32.eqz (local.get $onLeft)) (i32.const 2))))
    (local.set $weight (f64.add (local.get $weight) (f64.mul
      (f64.convert_i32_u (local.get $onLeft))
      (f64.load offset=66304 (i32.shl (local.get $row) (i32.const 3))))))
    (i32.store (local.get $ends) (i32.or (i32.shl (local.get $row) (i32.const 1)) (local.get $onLeft)))
    (local.set $ends (i32.add (local.get $ends) (i32.shl
      (i32.lt_u (i32.sub (local.get $code) (local.get $leftLast)) (local.get $span)) (i32.const 2))))
    (br_if $next (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end))))
  (memory.copy (local.get $left) (i32.const 49920) (i32.sub (local.get $right) (i32.const 49920)))
  (local.set $ends (i32.shr_u (i32.sub (local.get $ends) (i32.const 238368)) (i32.const 2)))
  (i32.store offset=12 (local.get $record) (i32.sub (local.get $ends) (i32.load (i32.const 33432))))
  (i32.store (i32.const 33432) (local.get $ends))
  (f64.store offset=16 (local.get $record) (local.get $weight))
  (i32.shr_u (i32.sub (local.get $left) (local.get $from)) (i32.const 2)))

;; Goes on with the open nodes, the last first; 1 if records must be read or random numbers drawn before it can go on
;; again, 0 at the end. $outputs is the number of classes, or 0 for numbers.
(func (export "grow")
  (param $outputs i32) (param $features i32) (param $perSplit i32) (param $minLeaf i32) (param $maxDepth i32)
  (param $leafRoom i32) (param $randoms i32) (param $leaves i32) (param $candidates i32) (param $missing i32)
  (param $gains i32) (param $node i32) (param $left i32) (param $codes i32) (result i32)
  (local $open i32) (local $from i32) (local $count i32) (local $depth i32) (local $record i32) (local $rows i32)
  (local $key i32) (local $class i32) (local $at i32) (local $child i32) (local $middle i32) (local $feature i32)
  (local $weight f64) (local $worth f64)
  (loop $next
    (if (i32.eqz (i32.load (i32.const 33408))) (then (return (i32.const 0))))
    (local.set $open (i32.add (i32.const 131824) (i32.shl (i32.load (i32.const 33408)) (i32.const 4))))
    (local.set $from (i32.load offset=4 (local.get $open)))
    (local.set $count (i32.sub (i32.load offset=8 (local.get $open)) (local.get $from)))
    (local.set $depth (i32.load offset=12 (local.get $open)))
    (if (i32.or
        (i32.or
          (i32.ge_s (i32.load (i32.const 33424)) (i32.const 1024))
          (i32.ge_s (i32.load (i32.const 33428)) (local.get $leafRoom)))
        (i32.or
          (i32.gt_s (i32.add (i32.load (i32.const 33432)) (local.get $count)) (i32.const 16383))
          (i32.gt_s (i32.add (i32.load (i32.const 33416)) (local.get $features)) (i32.load (i32.const 33420)))))
      (then (return (i32.const 1))))
    (i32.store (i32.const 33408) (i32.sub (i32.load (i32.const 33408)) (i32.const 1)))
    (local.set $rows (i32.add (i32.const 33536) (i32.shl (local.get $from) (i32.const 2))))
    (local.set $record (i32.add (i32.const 197408) (i32.mul (i32.load (i32.const 33424)) (i32.const 40))))
    (i32.store (i32.const 33424) (i32.add (i32.load (i32.const 33424)) (i32.const 1)))
    (i32.store (local.get $record) (i32.load (local.get $open)))
    (if (local.get $outputs)
      (then (local.set $key (call $beginGini
        (local.get $rows) (local.get $count) (local.get $node) (local.get $outputs))))
      (else (local.set $key (call $beginSquares (local.get $rows) (local.get $count)))))
    (block $isLeaf
      (br_if $isLeaf (i32.or
        (i32.or (i32.ge_s (local.get $depth) (local.get $maxDepth)) (i32.lt_s (local.get $count) (i32.const 2)))
        (i32.ge_s (local.get $key) (i32.const -1))))
      (br_if $isLeaf (i32.eqz (call $search
        (local.get $rows) (local.get $count) (local.get $outputs) (local.get $features) (local.get $perSplit)
        (local.get $minLeaf) (local.get $randoms) (local.get $candidates) (local.get $missing)
        (local.get $node) (local.get $left) (local.get $codes))))
      (local.set $feature (i32.load (i32.const 33484)))
      (local.set $weight (f64.load (i32.const 33440)))
      (local.set $worth (f64.load (i32.const 33448)))
      (if (i32.eqz (local.get $outputs)) (then
        (local.set $worth (f64.mul (local.get $worth) (local.get $worth)))))
      (local.set $at (i32.add (local.get $gains) (i32.shl (local.get $feature) (i32.const 3))))
      (f64.store (local.get $at) (f64.sub
        (f64.add (f64.load (local.get $at)) (f64.load (i32.const 33464)))
        (f64.div (local.get $worth) (local.get $weight))))
      (local.set $middle (i32.add (local.get $from) (call $part
        (local.get $rows) (local.get $count)
        (i32.add (local.get $codes) (i32.shl (local.get $feature) (i32.const 13)))
        (i32.load (i32.add (local.get $missing) (i32.shl (local.get $feature) (i32.const 2))))
        (local.get $record))))
      (i32.store offset=4 (local.get $record) (local.get $feature))
      (i32.store offset=8 (local.get $record) (i32.load (i32.const 33480)))
      (f64.store offset=24 (local.get $record)
        (f64.sub (local.get $weight) (f64.load offset=16 (local.get $record))))
      (i32.store offset=32 (local.get $record) (i32.ge_s (i32.load (i32.const 33476)) (i32.const 0)))
      (local.set $child (i32.load (i32.const 33412)))
      (i32.store (i32.const 33412) (i32.add (local.get $child) (i32.const 2)))
      ;; The left child is looked at next.
      (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
      (i32.store (local.get $open) (i32.add (local.get $child) (i32.const 1)))
      (i32.store offset=4 (local.get $open) (local.get $middle))
      (i32.store offset=8 (local.get $open) (i32.add (local.get $from) (local.get $count)))
      (i32.store offset=12 (local.get $open) (local.get $depth))
      (i32.store offset=16 (local.get $open) (local.get $child))
      (i32.store offset=20 (local.get $open) (local.get $from))
      (i32.store offset=24 (local.get $open) (local.get $middle))
      (i32.store offset=28 (local.get $open) (local.get $depth))
      (i32.store (i32.const 33408) (i32.add (i32.load (i32.const 33408)) (i32.const 2)))
      (br $next))
    (i32.store offset=4 (local.get $record) (i32.const -1))
    (i32.store offset=8 (local.get $record) (select
      (local.get $key) (i32.const -1) (i32.ge_s (local.get $key) (i32.const 0))))
    (f64.store offset=16 (local.get $record) (f64.load (i32.const 33448)))
    (f64.store offset=24 (local.get $record) (f64.load (i32.const 33440)))
    ;; A leaf of several classes gives the share of each.
    (br_if $next (i32.or (i32.eqz (local.get $outputs)) (i32.ge_s (local.get $key) (i32.const -1))))
    (local.set $weight (f64.load (i32.const 33440)))
    (local.set $at (i32.add (local.get $leaves)
      (i32.shl (i32.mul (i32.load (i32.const 33428)) (local.get $outputs)) (i32.const 3))))
    (i32.store (i32.const 33428) (i32.add (i32.load (i32.const 33428)) (i32.const 1)))
    (local.set $class (i32.const 0))
    (loop $share
      (f64.store
        (i32.add (local.get $at) (i32.shl (local.get $class) (i32.const 3)))
        (f64.div
          (f64.load (i32.add (local.get $node) (i32.shl (local.get $class) (i32.const 3)))) (local.get $weight)))
      (br_if $share (i32.lt_u
        (local.tee $class (i32.add (local.get $class) (i32.const 1))) (local.get $outputs))))
    (br $next))
  (unreachable))
