;; Grows isolation trees, as grow-isolation-tree.ts does. kernel-growth.ts says what lies where.
(module
  (import "titans" "memory" (memory 1))
  ;; Fetches the values of a feature in the rows from the one place of the list to the other.
  (import "titans" "fetch" (func $fetch (param $feature i32) (param $from i32) (param $to i32)))

  ;; The next number of xoshiro128** (Blackman and Vigna 2018), whose four words stand at $random.
  (func $uint32 (param $random i32) (result i32)
    (local $s0 i32) (local $s1 i32) (local $s2 i32) (local $s3 i32)
    (local.set $s0 (i32.load (local.get $random)))
    (local.set $s1 (i32.load offset=4 (local.get $random)))
    (local.set $s2 (i32.xor (i32.load offset=8 (local.get $random)) (local.get $s0)))
    (local.set $s3 (i32.xor (i32.load offset=12 (local.get $random)) (local.get $s1)))
    (i32.store (local.get $random) (i32.xor (local.get $s0) (local.get $s3)))
    (i32.store offset=4 (local.get $random) (i32.xor (local.get $s1) (local.get $s2)))
    (i32.store offset=8 (local.get $random) (i32.xor (local.get $s2) (i32.shl (local.get $s1) (i32.const 9))))
    (i32.store offset=12 (local.get $random) (i32.rotl (local.get $s3) (i32.const 11)))
    (i32.mul (i32.rotl (i32.mul (local.get $s1) (i32.const 5)) (i32.const 7)) (i32.const 9)))

  ;; Lists $count of $all rows at $rows, each set of them equally likely, as draw-rows.ts does. $isDrawn has a byte for
  ;; each row, 0 before and after.
  (func (export "drawRows")
    (param $random i32) (param $all i32) (param $rows i32) (param $count i32) (param $isDrawn i32)
    (local $at i32) (local $end i32) (local $bound i32) (local $row i32) (local $high i32)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $bound (i32.sub (local.get $all) (local.get $count)))
    (local.set $at (local.get $rows))
    (loop $next
      (local.set $bound (i32.add (local.get $bound) (i32.const 1)))
      (local.set $high (i32.shr_u (call $uint32 (local.get $random)) (i32.const 5)))
      (local.set $row (i32.trunc_f64_u (f64.mul
        (f64.mul
          (f64.add
            (f64.mul (f64.convert_i32_u (local.get $high)) (f64.const 0x1p26))
            (f64.convert_i32_u (i32.shr_u (call $uint32 (local.get $random)) (i32.const 6))))
          (f64.const 0x1p-53))
        (f64.convert_i32_u (local.get $bound)))))
      (if (i32.load8_u (i32.add (local.get $isDrawn) (local.get $row))) (then
        (local.set $row (i32.sub (local.get $bound) (i32.const 1)))))
      (i32.store8 (i32.add (local.get $isDrawn) (local.get $row)) (i32.const 1))
      (i32.store (local.get $at) (local.get $row))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
    (loop $clear
      (i32.store8 (i32.add (local.get $isDrawn) (i32.load (local.get $rows))) (i32.const 0))
      (br_if $clear (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end)))))

  ;; Draws a feature among those that vary in the rows, and leaves its ends at $state; -1 if none does.
  (func $drawFeature
    (param $state i32) (param $from i32) (param $to i32)
    (param $random i32) (param $candidates i32) (param $width i32) (param $values i32) (result i32)
    (local $at i32) (local $last i32) (local $feature i32) (local $value f64) (local $end i32)
    (local $low f64) (local $high f64)
    (local.set $end (i32.add (local.get $values) (i32.shl (i32.sub (local.get $to) (local.get $from)) (i32.const 3))))
    (loop $try
      (local.set $at (i32.add (local.get $candidates) (i32.shl
        (i32.wrap_i64 (i64.shr_u
          (i64.mul
            (i64.extend_i32_u (call $uint32 (local.get $random)))
            (i64.extend_i32_u (local.get $width)))
          (i64.const 32)))
        (i32.const 2))))
      (local.set $width (i32.sub (local.get $width) (i32.const 1)))
      (local.set $last (i32.add (local.get $candidates) (i32.shl (local.get $width) (i32.const 2))))
      (local.set $feature (i32.load (local.get $at)))
      (i32.store (local.get $at) (i32.load (local.get $last)))
      (i32.store (local.get $last) (local.get $feature))
      (call $fetch (local.get $feature) (local.get $from) (local.get $to))
      (local.set $low (f64.const inf))
      (local.set $high (f64.const -inf))
      (local.set $at (local.get $values))
      (loop $next
        (local.set $value (f64.load (local.get $at)))
        (local.set $low (select (local.get $value) (local.get $low) (f64.lt (local.get $value) (local.get $low))))
        (local.set $high (select (local.get $value) (local.get $high) (f64.gt (local.get $value) (local.get $high))))
        (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
      (if (f64.lt (local.get $low) (local.get $high)) (then
        (f64.store (local.get $state) (local.get $low))
        (f64.store offset=8 (local.get $state) (local.get $high))
        (return (local.get $feature))))
      (br_if $try (local.get $width)))
    (i32.const -1))

  ;; A number from $low to below $high, in single precision where one of these lies there.
  (func $drawThreshold (param $low f64) (param $high f64) (param $share f64) (result f64)
    (local $drawn f64) (local $rounded f64)
    (local.set $drawn (f64.max (local.get $low) (f64.add
      (f64.mul (local.get $low) (f64.sub (f64.const 1) (local.get $share)))
      (f64.mul (local.get $high) (local.get $share)))))
    (local.set $drawn (select
      (local.get $drawn) (local.get $low) (f64.lt (local.get $drawn) (local.get $high))))
    (local.set $rounded (f64.promote_f32 (f32.demote_f64 (local.get $drawn))))
    (select (local.get $rounded) (local.get $drawn) (i32.and
      (f64.ge (local.get $rounded) (local.get $low))
      (f64.lt (local.get $rounded) (local.get $high)))))

  ;; Puts rows whose value is up to the threshold first, both sides in their order; gives how many these are.
  (func $part
    (param $rows i32) (param $count i32) (param $values i32) (param $spare i32)
    (param $threshold f64) (param $missingLeft i32) (result i32)
    (local $from i32) (local $end i32) (local $left i32) (local $right i32) (local $row i32) (local $isLeft i32)
    (local $value f64)
    (local.set $from (local.get $rows))
    (local.set $left (local.get $rows))
    (local.set $right (local.get $spare))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $value (f64.load (local.get $values)))
      (local.set $isLeft (i32.or
        (f64.le (local.get $value) (local.get $threshold))
        (i32.and (local.get $missingLeft) (f64.ne (local.get $value) (local.get $value)))))
      (i32.store (local.get $left) (local.get $row))
      (i32.store (local.get $right) (local.get $row))
      (local.set $left (i32.add (local.get $left) (i32.shl (local.get $isLeft) (i32.const 2))))
      (local.set $right (i32.add (local.get $right) (i32.shl (i32.eqz (local.get $isLeft)) (i32.const 2))))
      (local.set $values (i32.add (local.get $values) (i32.const 8)))
      (br_if $next (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end))))
    (memory.copy (local.get $left) (local.get $spare) (i32.sub (local.get $right) (local.get $spare)))
    (i32.shr_u (i32.sub (local.get $left) (local.get $from)) (i32.const 2)))

  ;; Grows a tree from $size rows; gives how many nodes it has. Open nodes stand at $open, the last first: node, first
  ;; row, row after the last, depth. Children and leaf values are counted from those that the store has already.
  (func (export "grow")
    (param $size i32) (param $state i32) (param $open i32) (param $random i32) (param $candidates i32)
    (param $width i32) (param $rows i32) (param $spare i32) (param $values i32) (param $lengths i32) (param $deepest i32)
    (param $feature i32) (param $threshold i32) (param $left i32) (param $missingLeft i32) (param $cover i32)
    (param $leaves i32) (param $nodesBefore i32) (param $leavesBefore i32) (result i32)
    (local $top i32) (local $node i32) (local $from i32) (local $to i32) (local $depth i32) (local $asked i32)
    (local $drawn i32) (local $at f64) (local $middle i32) (local $child i32) (local $leaf i32)
    (i32.store (local.get $open) (i32.const 0))
    (i32.store offset=4 (local.get $open) (i32.const 0))
    (i32.store offset=8 (local.get $open) (local.get $size))
    (i32.store offset=12 (local.get $open) (i32.const 0))
    (f64.store (local.get $cover) (f64.convert_i32_u (local.get $size)))
    (local.set $child (i32.const 1))
    (local.set $top (i32.add (local.get $open) (i32.const 16)))
    (loop $next
      (if (i32.eq (local.get $top) (local.get $open)) (then (return (local.get $child))))
      (local.set $top (i32.sub (local.get $top) (i32.const 16)))
      (local.set $node (i32.load (local.get $top)))
      (local.set $from (i32.load offset=4 (local.get $top)))
      (local.set $to (i32.load offset=8 (local.get $top)))
      (local.set $depth (i32.load offset=12 (local.get $top)))
      (local.set $asked (i32.const -1))
      (if (i32.and
          (i32.gt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 1))
          (i32.lt_u (local.get $depth) (local.get $deepest))) (then
        (local.set $asked (call $drawFeature
          (local.get $state) (local.get $from) (local.get $to)
          (local.get $random) (local.get $candidates) (local.get $width) (local.get $values)))))
      (i32.store (i32.add (local.get $feature) (i32.shl (local.get $node) (i32.const 2))) (local.get $asked))
      (if (i32.lt_s (local.get $asked) (i32.const 0)) (then
        (i32.store
          (i32.add (local.get $left) (i32.shl (local.get $node) (i32.const 2)))
          (i32.add (local.get $leaf) (local.get $leavesBefore)))
        (f64.store (i32.add (local.get $threshold) (i32.shl (local.get $node) (i32.const 3))) (f64.const 0))
        (i32.store8 (i32.add (local.get $missingLeft) (local.get $node)) (i32.const 0))
        (f64.store
          (i32.add (local.get $leaves) (i32.shl (local.get $leaf) (i32.const 3)))
          (f64.add
            (f64.convert_i32_u (local.get $depth))
            (f64.load (i32.add (local.get $lengths)
              (i32.shl (i32.sub (local.get $to) (local.get $from)) (i32.const 3))))))
        (local.set $leaf (i32.add (local.get $leaf) (i32.const 1)))
        (br $next)))
      (local.set $drawn (call $uint32 (local.get $random)))
      (local.set $at (call $drawThreshold
        (f64.load (local.get $state)) (f64.load offset=8 (local.get $state))
        (f64.mul (f64.convert_i32_u (local.get $drawn)) (f64.const 0x1p-32))))
      ;; The lowest bit of 32 hardly moves the threshold.
      (local.set $drawn (i32.and (local.get $drawn) (i32.const 1)))
      (local.set $middle (i32.add (local.get $from) (call $part
        (i32.add (local.get $rows) (i32.shl (local.get $from) (i32.const 2)))
        (i32.sub (local.get $to) (local.get $from))
        (local.get $values) (local.get $spare) (local.get $at) (local.get $drawn))))
      (f64.store (i32.add (local.get $threshold) (i32.shl (local.get $node) (i32.const 3))) (local.get $at))
      (i32.store
        (i32.add (local.get $left) (i32.shl (local.get $node) (i32.const 2)))
        (i32.add (local.get $child) (local.get $nodesBefore)))
      (i32.store8 (i32.add (local.get $missingLeft) (local.get $node)) (local.get $drawn))
      (f64.store
        (i32.add (local.get $cover) (i32.shl (local.get $child) (i32.const 3)))
        (f64.convert_i32_u (i32.sub (local.get $middle) (local.get $from))))
      (f64.store offset=8
        (i32.add (local.get $cover) (i32.shl (local.get $child) (i32.const 3)))
        (f64.convert_i32_u (i32.sub (local.get $to) (local.get $middle))))
      ;; The left child is looked at next.
      (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
      (i32.store (local.get $top) (i32.add (local.get $child) (i32.const 1)))
      (i32.store offset=4 (local.get $top) (local.get $middle))
      (i32.store offset=8 (local.get $top) (local.get $to))
      (i32.store offset=12 (local.get $top) (local.get $depth))
      (i32.store offset=16 (local.get $top) (local.get $child))
      (i32.store offset=20 (local.get $top) (local.get $from))
      (i32.store offset=24 (local.get $top) (local.get $middle))
      (i32.store offset=28 (local.get $top) (local.get $depth))
      (local.set $child (i32.add (local.get $child) (i32.const 2)))
      (local.set $top (i32.add (local.get $top) (i32.const 32)))
      (br $next))
    (unreachable)))
