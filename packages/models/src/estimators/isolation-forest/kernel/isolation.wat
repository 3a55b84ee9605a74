;; Walks down isolation trees that are laid out in full. kernel-walk.ts says what lies where.
;; Values are compared in single precision. They are rounded up to it, and thresholds have it, so that
;; value > threshold says the same as in double precision.
;; A node has 8 bytes: where a block has the values that it asks for, and the threshold. All trees together are one whose
;; top is left out: the root of tree t of T stands at place T + t, the children of place p at 2 p and 2 p + 1, and place p
;; at byte 8 p, so that one number is all that a walk has to keep.

;; Places the values of one feature, eight rows at a time into one block each: as they are, and $copy bytes further
;; on with infinity in place of NaN. Returns 0 if no value was infinite.
(func (export "placeColumn")
  (param $values i32) (param $blocks i32) (param $into i32) (param $blockBytes i32) (param $copy i32) (result i32)
  (local $half i32) (local $to i32) (local $infinite v128)
  (local $a v128) (local $b v128) (local $keyA v128) (local $keyB v128) (local $keys v128)
  (loop $block
    (local.set $half (i32.const 0))
    (loop $four
      (local.set $a (v128.load (local.get $values)))
      (local.set $b (v128.load offset=16 (local.get $values)))
      (local.set $infinite (v128.or (local.get $infinite) (v128.or
        (f64x2.eq (f64x2.abs (local.get $a)) (v128.const f64x2 inf inf))
        (f64x2.eq (f64x2.abs (local.get $b)) (v128.const f64x2 inf inf)))))
      (local.set $keyA (f32x4.demote_f64x2_zero (local.get $a)))
      (local.set $keyB (f32x4.demote_f64x2_zero (local.get $b)))
      (local.set $keys (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        (local.get $keyA) (local.get $keyB)))
      ;; Where that fell below the value, the next number up: the next pattern of bits, for negative ones that before.
      (local.set $keys (i32x4.add (local.get $keys) (v128.and
        (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
          (f64x2.lt (f64x2.promote_low_f32x4 (local.get $keyA)) (local.get $a))
          (f64x2.lt (f64x2.promote_low_f32x4 (local.get $keyB)) (local.get $b)))
        (v128.or (v128.const i32x4 1 1 1 1) (i32x4.shr_s (local.get $keys) (i32.const 31))))))
      (local.set $to (i32.add (local.get $into) (local.get $half)))
      (v128.store (local.get $to) (local.get $keys))
      (v128.store (i32.add (local.get $to) (local.get $copy)) (v128.bitselect
        (local.get $keys) (v128.const f32x4 inf inf inf inf) (f32x4.eq (local.get $keys) (local.get $keys))))
      (local.set $values (i32.add (local.get $values) (i32.const 32)))
      (br_if $four (i32.eq (local.tee $half (i32.add (local.get $half) (i32.const 16))) (i32.const 16))))
    (local.set $into (i32.add (local.get $into) (local.get $blockBytes)))
    (br_if $block (local.tee $blocks (i32.sub (local.get $blocks) (i32.const 1)))))
  (v128.any_true (local.get $infinite)))

;; Adds the path lengths of blocks of eight rows, tree by tree, of which the first has its root at byte $root. Trees have
;; $depth steps, more than 3. The first three are taken by four rows at a time, which ask all nodes.
(func (export "walkBlocks")
  (param $firstCodes i32) (param $blockBytes i32) (param $blocks i32)
  (param $root i32) (param $lengths i32) (param $trees i32) (param $depth i32)
  (param $firstSums i32) (param $scratch i32)
  (local $codes i32) (local $sums i32) (local $block i32) (local $level i32) (local $at i32)
  (local $second i32) (local $third i32) (local $a v128) (local $b v128) (local $c v128)
  (local $row0 i32) (local $row1 i32) (local $row2 i32) (local $row3 i32)
  (local $row4 i32) (local $row5 i32) (local $row6 i32) (local $row7 i32)
  ;; The ends of the trees lie where places below the last nodes would.
  (local.set $lengths (i32.sub (local.get $lengths) (i32.shl (local.get $root) (local.get $depth))))
  (loop $nextTree
    (local.set $second (i32.shl (local.get $root) (i32.const 1)))
    (local.set $third (i32.shl (local.get $root) (i32.const 2)))
    (local.set $codes (local.get $firstCodes))
    (local.set $sums (local.get $firstSums))
    (local.set $block (local.get $blocks))
    (loop $nextBlock
      (local.set $at (i32.const 0))
      (loop $half
        (local.set $a (f32x4.gt
          (v128.load (i32.add (local.get $codes) (i32.load offset=0 (local.get $root))))
          (v128.load32_splat offset=4 (local.get $root))))
        (local.set $b (v128.bitselect
          (f32x4.gt
            (v128.load (i32.add (local.get $codes) (i32.load offset=8 (local.get $second))))
            (v128.load32_splat offset=12 (local.get $second)))
          (f32x4.gt
            (v128.load (i32.add (local.get $codes) (i32.load offset=0 (local.get $second))))
            (v128.load32_splat offset=4 (local.get $second)))
          (local.get $a)))
        (local.set $c (v128.bitselect
          (v128.bitselect
            (f32x4.gt
              (v128.load (i32.add (local.get $codes) (i32.load offset=24 (local.get $third))))
              (v128.load32_splat offset=28 (local.get $third)))
            (f32x4.gt
              (v128.load (i32.add (local.get $codes) (i32.load offset=16 (local.get $third))))
              (v128.load32_splat offset=20 (local.get $third)))
            (local.get $b))
          (v128.bitselect
            (f32x4.gt
              (v128.load (i32.add (local.get $codes) (i32.load offset=8 (local.get $third))))
              (v128.load32_splat offset=12 (local.get $third)))
            (f32x4.gt
              (v128.load (i32.add (local.get $codes) (i32.load offset=0 (local.get $third))))
              (v128.load32_splat offset=4 (local.get $third)))
            (local.get $b))
          (local.get $a)))
        ;; What is true is -1; the place is 8 times the root's less 32, 16 and 8 times that.
        (v128.store (i32.add (local.get $scratch) (local.get $at)) (i32x4.sub
          (i32x4.splat (i32.shl (local.get $root) (i32.const 3))) (i32x4.add
          (i32x4.shl (local.get $a) (i32.const 5)) (i32x4.add
          (i32x4.shl (local.get $b) (i32.const 4)) (i32x4.shl (local.get $c) (i32.const 3))))))
        (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
        (br_if $half (i32.eq (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 16))))
      (local.set $codes (i32.sub (local.get $codes) (i32.const 32)))
      (local.set $row0 (i32.load offset=0 (local.get $scratch)))
      (local.set $row1 (i32.load offset=4 (local.get $scratch)))
      (local.set $row2 (i32.load offset=8 (local.get $scratch)))
      (local.set $row3 (i32.load offset=12 (local.get $scratch)))
      (local.set $row4 (i32.load offset=16 (local.get $scratch)))
      (local.set $row5 (i32.load offset=20 (local.get $scratch)))
      (local.set $row6 (i32.load offset=24 (local.get $scratch)))
      (local.set $row7 (i32.load offset=28 (local.get $scratch)))
      (local.set $level (i32.sub (local.get $depth) (i32.const 3)))
      (loop $nextLevel
        (local.set $row0 (i32.add (i32.shl (local.get $row0) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=0 (i32.add (local.get $codes) (i32.load (local.get $row0))))
            (f32.load offset=4 (local.get $row0))) (i32.const 3))))
        (local.set $row1 (i32.add (i32.shl (local.get $row1) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=4 (i32.add (local.get $codes) (i32.load (local.get $row1))))
            (f32.load offset=4 (local.get $row1))) (i32.const 3))))
        (local.set $row2 (i32.add (i32.shl (local.get $row2) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=8 (i32.add (local.get $codes) (i32.load (local.get $row2))))
            (f32.load offset=4 (local.get $row2))) (i32.const 3))))
        (local.set $row3 (i32.add (i32.shl (local.get $row3) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=12 (i32.add (local.get $codes) (i32.load (local.get $row3))))
            (f32.load offset=4 (local.get $row3))) (i32.const 3))))
        (local.set $row4 (i32.add (i32.shl (local.get $row4) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=16 (i32.add (local.get $codes) (i32.load (local.get $row4))))
            (f32.load offset=4 (local.get $row4))) (i32.const 3))))
        (local.set $row5 (i32.add (i32.shl (local.get $row5) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=20 (i32.add (local.get $codes) (i32.load (local.get $row5))))
            (f32.load offset=4 (local.get $row5))) (i32.const 3))))
        (local.set $row6 (i32.add (i32.shl (local.get $row6) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=24 (i32.add (local.get $codes) (i32.load (local.get $row6))))
            (f32.load offset=4 (local.get $row6))) (i32.const 3))))
        (local.set $row7 (i32.add (i32.shl (local.get $row7) (i32.const 1)) (i32.shl
          (f32.gt (f32.load offset=28 (i32.add (local.get $codes) (i32.load (local.get $row7))))
            (f32.load offset=4 (local.get $row7))) (i32.const 3))))
        (br_if $nextLevel (local.tee $level (i32.sub (local.get $level) (i32.const 1)))))
      (f64.store offset=0 (local.get $sums) (f64.add
        (f64.load offset=0 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row0)))))
      (f64.store offset=8 (local.get $sums) (f64.add
        (f64.load offset=8 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row1)))))
      (f64.store offset=16 (local.get $sums) (f64.add
        (f64.load offset=16 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row2)))))
      (f64.store offset=24 (local.get $sums) (f64.add
        (f64.load offset=24 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row3)))))
      (f64.store offset=32 (local.get $sums) (f64.add
        (f64.load offset=32 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row4)))))
      (f64.store offset=40 (local.get $sums) (f64.add
        (f64.load offset=40 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row5)))))
      (f64.store offset=48 (local.get $sums) (f64.add
        (f64.load offset=48 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row6)))))
      (f64.store offset=56 (local.get $sums) (f64.add
        (f64.load offset=56 (local.get $sums)) (f64.load (i32.add (local.get $lengths) (local.get $row7)))))
      (local.set $codes (i32.add (local.get $codes) (local.get $blockBytes)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 64)))
      (br_if $nextBlock (local.tee $block (i32.sub (local.get $block) (i32.const 1)))))
    (local.set $root (i32.add (local.get $root) (i32.const 8)))
    (br_if $nextTree (local.tee $trees (i32.sub (local.get $trees) (i32.const 1))))))

;; Puts scores in place of sums, two at a time; $bytes is a multiple of 16.
(func (export "scoresOfSums") (param $sums i32) (param $bytes i32) (param $unit f64)
  (local $end i32)
  (local.set $end (i32.add (local.get $sums) (local.get $bytes)))
  (loop $two
    (v128.store (local.get $sums) (call $score (v128.load (local.get $sums)) (local.get $unit)))
    (br_if $two (i32.lt_u (local.tee $sums (i32.add (local.get $sums) (i32.const 16))) (local.get $end)))))
