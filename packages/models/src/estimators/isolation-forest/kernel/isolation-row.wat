;; Walks one row down isolation trees that are laid out in full. kernel-row.ts says what lies where.
;; Two steps are one: a knot of 32 bytes has where the values lie that a node and its two children ask for, and their
;; thresholds in the next 16 bytes. All trees together are one whose top is left out: the root of tree t of T stands at
;; place T + t, the four knots below place p at 4 p to 4 p + 3, and place p at byte 32 p.

;; Which of the four a row goes on to, times 32, by the answers of the node (1), its left child (2) and its right (4).
(data (i32.const 0) "\00\40\20\40\00\60\20\60")

;; Places the values of one row, two features at a time: as they are, and $copy bytes further on with infinity in place
;; of NaN. They are rounded up to single precision, which thresholds have. Returns 0 if no value was infinite.
(func $placeRow (param $values i32) (param $features i32) (param $into i32) (param $copy i32) (result i32)
  (local $value v128) (local $keys v128) (local $infinite v128)
  (loop $two
    (local.set $value (v128.load (local.get $values)))
    (local.set $infinite (v128.or (local.get $infinite)
      (f64x2.eq (f64x2.abs (local.get $value)) (v128.const f64x2 inf inf))))
    (local.set $keys (f32x4.demote_f64x2_zero (local.get $value)))
    ;; Where that fell below the value, the next number up: the next pattern of bits, for negative ones that before.
    (local.set $keys (i32x4.add (local.get $keys) (v128.and
      (i8x16.shuffle 0 1 2 3 8 9 10 11 0 1 2 3 8 9 10 11
        (f64x2.lt (f64x2.promote_low_f32x4 (local.get $keys)) (local.get $value)) (local.get $value))
      (v128.or (v128.const i32x4 1 1 1 1) (i32x4.shr_s (local.get $keys) (i32.const 31))))))
    (v128.store64_lane 0 (local.get $into) (local.get $keys))
    (v128.store64_lane 0 (i32.add (local.get $into) (local.get $copy)) (v128.bitselect
      (local.get $keys) (v128.const f32x4 inf inf inf inf) (f32x4.eq (local.get $keys) (local.get $keys))))
    (local.set $values (i32.add (local.get $values) (i32.const 16)))
    (local.set $into (i32.add (local.get $into) (i32.const 8)))
    (br_if $two (i32.gt_s (local.tee $features (i32.sub (local.get $features) (i32.const 2))) (i32.const 0))))
  (v128.any_true (local.get $infinite)))

;; The score of one row, which walks down ten trees at a time: as many as there are registers for. The first tree has its
;; root at byte $root; trees have $depth steps, an even number. NaN if a value is infinite.
(func (export "scoreOfRow")
  (param $values i32) (param $features i32) (param $codes i32) (param $copy i32)
  (param $root i32) (param $lengths i32) (param $tens i32) (param $depth i32)
  (param $unit f64) (result f64)
  (local $level i32) (local $sum f64) (local $asked v128)
  (local $knot0 i32) (local $knot1 i32) (local $knot2 i32) (local $knot3 i32) (local $knot4 i32)
  (local $knot5 i32) (local $knot6 i32) (local $knot7 i32) (local $knot8 i32) (local $knot9 i32)
  (if (call $placeRow (local.get $values) (local.get $features) (local.get $codes) (local.get $copy))
    (then (return (f64.const nan))))
  ;; The ends of the trees have 8 bytes each and lie where knots below the last would.
  (local.set $lengths (i32.sub (local.get $lengths)
    (i32.shl (local.get $root) (i32.sub (local.get $depth) (i32.const 2)))))
  (loop $nextTen
    (local.set $knot0 (i32.add (local.get $root) (i32.const 0)))
    (local.set $knot1 (i32.add (local.get $root) (i32.const 32)))
    (local.set $knot2 (i32.add (local.get $root) (i32.const 64)))
    (local.set $knot3 (i32.add (local.get $root) (i32.const 96)))
    (local.set $knot4 (i32.add (local.get $root) (i32.const 128)))
    (local.set $knot5 (i32.add (local.get $root) (i32.const 160)))
    (local.set $knot6 (i32.add (local.get $root) (i32.const 192)))
    (local.set $knot7 (i32.add (local.get $root) (i32.const 224)))
    (local.set $knot8 (i32.add (local.get $root) (i32.const 256)))
    (local.set $knot9 (i32.add (local.get $root) (i32.const 288)))
    (local.set $level (local.get $depth))
    (loop $nextLevels
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot0))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot0)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot0)) (local.get $asked)))
      (local.set $knot0 (i32.add (i32.shl (local.get $knot0) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot0)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot1))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot1)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot1)) (local.get $asked)))
      (local.set $knot1 (i32.add (i32.shl (local.get $knot1) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot1)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot2))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot2)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot2)) (local.get $asked)))
      (local.set $knot2 (i32.add (i32.shl (local.get $knot2) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot2)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot3))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot3)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot3)) (local.get $asked)))
      (local.set $knot3 (i32.add (i32.shl (local.get $knot3) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot3)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot4))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot4)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot4)) (local.get $asked)))
      (local.set $knot4 (i32.add (i32.shl (local.get $knot4) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot4)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot5))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot5)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot5)) (local.get $asked)))
      (local.set $knot5 (i32.add (i32.shl (local.get $knot5) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot5)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot6))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot6)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot6)) (local.get $asked)))
      (local.set $knot6 (i32.add (i32.shl (local.get $knot6) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot6)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot7))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot7)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot7)) (local.get $asked)))
      (local.set $knot7 (i32.add (i32.shl (local.get $knot7) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot7)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot8))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot8)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot8)) (local.get $asked)))
      (local.set $knot8 (i32.add (i32.shl (local.get $knot8) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot8)))))))
      (local.set $asked (v128.load32_zero (i32.load (local.get $knot9))))
      (local.set $asked (v128.load32_lane 1 (i32.load offset=4 (local.get $knot9)) (local.get $asked)))
      (local.set $asked (v128.load32_lane 2 (i32.load offset=8 (local.get $knot9)) (local.get $asked)))
      (local.set $knot9 (i32.add (i32.shl (local.get $knot9) (i32.const 2)) (i32.load8_u (i32x4.bitmask
        (f32x4.gt (local.get $asked) (v128.load offset=16 (local.get $knot9)))))))
      (br_if $nextLevels (local.tee $level (i32.sub (local.get $level) (i32.const 2)))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot0) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot1) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot2) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot3) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot4) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot5) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot6) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot7) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot8) (i32.const 2))))))
    (local.set $sum (f64.add (local.get $sum)
      (f64.load (i32.add (local.get $lengths) (i32.shr_u (local.get $knot9) (i32.const 2))))))
    (local.set $root (i32.add (local.get $root) (i32.const 320)))
    (br_if $nextTen (local.tee $tens (i32.sub (local.get $tens) (i32.const 1)))))
  (f64x2.extract_lane 0 (call $score (f64x2.splat (local.get $sum)) (local.get $unit))))
