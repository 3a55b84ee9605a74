;; Walks down trees. tree-ensemble.ts says the same in TypeScript.

;; Adds the leaves of trees to the sums of every row, each tree to its own output. The trees come in groups of four;
;; a group holds the address of each root, then the byte of each output.
;; A node has 16 bytes: place of the code it asks for (16 bits), highest code that goes left (16 bits), address of
;; the left child, right after which the right one stands (32 bits), value (double). A leaf asks for nothing that
;; could be higher and leads to itself, so that no step needs a branch; the walks end when two steps have moved none
;; of the four.
;; The sign of the difference of two codes, moved to the bit of 16, is the step to the right child.
(func (export "walk")
  (param $firstCodes i32) (param $rowBytes i32) (param $count i32)
  (param $group i32) (param $groups i32) (param $firstSums i32) (param $sumBytes i32)
  (local $codes i32) (local $sums i32) (local $lastGroup i32)
  (local $end i32) (local $before i32) (local $at i32)
  (local $node0 i32) (local $node1 i32) (local $node2 i32) (local $node3 i32)
  (local.set $lastGroup (i32.add (local.get $group) (i32.mul (local.get $groups) (i32.const 32))))
  (local.set $end (i32.add (local.get $firstCodes) (i32.mul (local.get $count) (local.get $rowBytes))))
  (if (i32.or (i32.eqz (local.get $count)) (i32.eqz (local.get $groups))) (then (return)))
  (loop $four
  (local.set $codes (local.get $firstCodes))
  (local.set $sums (local.get $firstSums))
  (loop $row
    (local.set $node0 (i32.load offset=0 (local.get $group)))
    (local.set $node1 (i32.load offset=4 (local.get $group)))
    (local.set $node2 (i32.load offset=8 (local.get $group)))
    (local.set $node3 (i32.load offset=12 (local.get $group)))
    (loop $step
      (local.set $before (i32.add
          (i32.add (local.get $node0) (local.get $node1)) (i32.add (local.get $node2) (local.get $node3))))
      (local.set $node0 (i32.add
        (i32.load offset=4 (local.get $node0))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node0))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node0)))))
          (i32.const 27)))))
      (local.set $node1 (i32.add
        (i32.load offset=4 (local.get $node1))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node1))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node1)))))
          (i32.const 27)))))
      (local.set $node2 (i32.add
        (i32.load offset=4 (local.get $node2))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node2))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node2)))))
          (i32.const 27)))))
      (local.set $node3 (i32.add
        (i32.load offset=4 (local.get $node3))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node3))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node3)))))
          (i32.const 27)))))
      (local.set $node0 (i32.add
        (i32.load offset=4 (local.get $node0))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node0))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node0)))))
          (i32.const 27)))))
      (local.set $node1 (i32.add
        (i32.load offset=4 (local.get $node1))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node1))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node1)))))
          (i32.const 27)))))
      (local.set $node2 (i32.add
        (i32.load offset=4 (local.get $node2))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node2))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node2)))))
          (i32.const 27)))))
      (local.set $node3 (i32.add
        (i32.load offset=4 (local.get $node3))
        (i32.and (i32.const 16) (i32.shr_u
          (i32.sub
            (i32.load16_u offset=2 (local.get $node3))
            (i32.load8_u (i32.add (local.get $codes) (i32.load16_u (local.get $node3)))))
          (i32.const 27)))))
      (br_if $step (i32.ne (local.get $before) (i32.add
          (i32.add (local.get $node0) (local.get $node1)) (i32.add (local.get $node2) (local.get $node3))))))
    (local.set $at (i32.add (local.get $sums) (i32.load offset=16 (local.get $group))))
    (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (f64.load offset=8 (local.get $node0))))
    (local.set $at (i32.add (local.get $sums) (i32.load offset=20 (local.get $group))))
    (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (f64.load offset=8 (local.get $node1))))
    (local.set $at (i32.add (local.get $sums) (i32.load offset=24 (local.get $group))))
    (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (f64.load offset=8 (local.get $node2))))
    (local.set $at (i32.add (local.get $sums) (i32.load offset=28 (local.get $group))))
    (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (f64.load offset=8 (local.get $node3))))
    (local.set $sums (i32.add (local.get $sums) (local.get $sumBytes)))
    (local.set $codes (i32.add (local.get $codes) (local.get $rowBytes)))
    (br_if $row (i32.lt_u (local.get $codes) (local.get $end))))
  (local.set $group (i32.add (local.get $group) (i32.const 32)))
  (br_if $four (i32.lt_u (local.get $group) (local.get $lastGroup)))))
