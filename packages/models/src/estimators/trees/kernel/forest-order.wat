;; The order of a small node by code, as order-by-code.ts has it; forest-grow.wat says what lies where. Rows of a node
;; are listed in ascending order, so that of equal codes the row listed last comes first where there are more than 20
;; rows, and last where there are fewer.

;; Orders $count rows listed at $rows by their codes, two bytes for each row; leaves the entries at 0.
(func $order (param $codes i32) (param $rows i32) (param $count i32)
  (if (i32.le_u (local.get $count) (i32.const 32))
    (then (call $orderFew (local.get $codes) (local.get $rows) (local.get $count)))
    (else (call $orderMany (local.get $codes) (local.get $rows) (local.get $count)))))

;; The place of an entry is the number of those below it.
(func $orderFew (param $codes i32) (param $rows i32) (param $count i32)
  (local $at i32) (local $end i32) (local $row i32) (local $flip i32) (local $other i32) (local $place i32)
  (local $entry i32) (local $entries v128)
  (local.set $flip (select (i32.const 4095) (i32.const 0) (i32.gt_u (local.get $count) (i32.const 20))))
  (local.set $end (i32.shl (local.get $count) (i32.const 2)))
  (loop $pack
    (local.set $row (i32.load (i32.add (local.get $rows) (local.get $at))))
    (i32.store offset=16448 (local.get $at) (i32.or
      (i32.shl (i32.load16_u (i32.add (local.get $codes) (i32.shl (local.get $row) (i32.const 1)))) (i32.const 12))
      (i32.xor (local.get $row) (local.get $flip))))
    (br_if $pack (i32.lt_u
      (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
  (v128.store offset=16448 (local.get $at)
    (v128.const i32x4 0x7fffffff 0x7fffffff 0x7fffffff 0x7fffffff))
  (local.set $at (i32.const 0))
  (loop $each
    (local.set $entry (i32.load offset=16448 (local.get $at)))
    (local.set $entries (i32x4.splat (local.get $entry)))
    (local.set $place (i32.const 0))
    (local.set $other (i32.const 0))
    (loop $four
      (local.set $place (i32.add (local.get $place) (i32.popcnt (i32x4.bitmask
        (i32x4.lt_s (v128.load offset=16448 (local.get $other)) (local.get $entries))))))
      (br_if $four (i32.lt_u
        (local.tee $other (i32.add (local.get $other) (i32.const 16))) (local.get $end))))
    (i32.store (i32.shl (local.get $place) (i32.const 2)) (i32.xor (local.get $entry) (local.get $flip)))
    (br_if $each (i32.lt_u
      (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))

;; Radix sort by the two halves of the code.
(func $orderMany (param $codes i32) (param $rows i32) (param $count i32)
  (local $at i32) (local $end i32) (local $row i32) (local $code i32) (local $counter i32) (local $entry i32)
  (local $low i32) (local $high i32) (local $size i32)
  (local.set $end (i32.shl (local.get $count) (i32.const 2)))
  (loop $clear
    (v128.store offset=32896 (local.get $at) (v128.const i32x4 0 0 0 0))
    (v128.store offset=32912 (local.get $at) (v128.const i32x4 0 0 0 0))
    (br_if $clear (i32.lt_u
      (local.tee $at (i32.add (local.get $at) (i32.const 32))) (i32.const 512))))
  (local.set $at (i32.const 0))
  (loop $pack
    (local.set $row (i32.load (i32.add (local.get $rows) (local.get $at))))
    (local.set $code (i32.load16_u (i32.add (local.get $codes) (i32.shl (local.get $row) (i32.const 1)))))
    (i32.store (local.get $at) (i32.or (i32.shl (local.get $code) (i32.const 12)) (local.get $row)))
    (local.set $counter (i32.and (i32.shl (local.get $code) (i32.const 2)) (i32.const 0xfc)))
    (i32.store offset=32896 (local.get $counter)
      (i32.add (i32.load offset=32896 (local.get $counter)) (i32.const 4)))
    (local.set $counter (i32.and (i32.shr_u (local.get $code) (i32.const 4)) (i32.const 0xfc)))
    (i32.store offset=33152 (local.get $counter)
      (i32.add (i32.load offset=33152 (local.get $counter)) (i32.const 4)))
    (br_if $pack (i32.lt_u
      (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
  (local.set $counter (i32.const 0))
  (loop $begin
    (local.set $size (i32.load offset=32896 (local.get $counter)))
    (i32.store offset=32896 (local.get $counter) (local.get $low))
    (local.set $low (i32.add (local.get $low) (local.get $size)))
    (local.set $size (i32.load offset=33152 (local.get $counter)))
    (i32.store offset=33152 (local.get $counter) (local.get $high))
    (local.set $high (i32.add (local.get $high) (local.get $size)))
    (br_if $begin (i32.lt_u
      (local.tee $counter (i32.add (local.get $counter) (i32.const 4))) (i32.const 256))))
  ;; From the last to the first, so that of equal codes the last comes first.
  (local.set $at (local.get $end))
  (loop $byLow
    (local.set $at (i32.sub (local.get $at) (i32.const 4)))
    (local.set $entry (i32.load (local.get $at)))
    (local.set $counter (i32.and (i32.shr_u (local.get $entry) (i32.const 10)) (i32.const 0xfc)))
    (local.set $low (i32.load offset=32896 (local.get $counter)))
    (i32.store offset=16448 (local.get $low) (local.get $entry))
    (i32.store offset=32896 (local.get $counter) (i32.add (local.get $low) (i32.const 4)))
    (br_if $byLow (local.get $at)))
  (loop $byHigh
    (local.set $entry (i32.load offset=16448 (local.get $at)))
    (local.set $counter (i32.and (i32.shr_u (local.get $entry) (i32.const 16)) (i32.const 0xfc)))
    (local.set $high (i32.load offset=33152 (local.get $counter)))
    (i32.store (local.get $high) (local.get $entry))
    (i32.store offset=33152 (local.get $counter) (i32.add (local.get $high) (i32.const 4)))
    (br_if $byHigh (i32.lt_u
      (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
