;; Gini impurity of a small node, as forest-gini.ts has it; forest-grow.wat says what lies where.

;; Sums the rows of a node by class at $node. Gives its only class, or -2 if it has several.
(func $beginGini (param $rows i32) (param $count i32) (param $node i32) (param $outputs i32) (result i32)
  (local $end i32) (local $row i32) (local $at i32) (local $share f64) (local $weight f64) (local $squares f64)
  (local $only i32) (local $class i32)
  (local.set $end (i32.add (local.get $node) (i32.shl (local.get $outputs) (i32.const 3))))
  (local.set $at (local.get $node))
  (loop $clear
    (f64.store (local.get $at) (f64.const 0))
    (br_if $clear (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
  (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
  (loop $next
    (local.set $row (i32.load (local.get $rows)))
    (local.set $at (i32.add (local.get $node) (i32.shl
      (i32.load offset=99072 (i32.shl (local.get $row) (i32.const 2))) (i32.const 3))))
    (f64.store (local.get $at) (f64.add (f64.load (local.get $at))
      (f64.load offset=66304 (i32.shl (local.get $row) (i32.const 3)))))
    (br_if $next (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end))))
  (local.set $only (i32.const -1))
  (loop $class
    (local.set $share (f64.load (local.get $node)))
    (local.set $weight (f64.add (local.get $weight) (local.get $share)))
    (local.set $squares (f64.add (local.get $squares) (f64.mul (local.get $share) (local.get $share))))
    (if (f64.ne (local.get $share) (f64.const 0)) (then
      (local.set $only (select (local.get $class) (i32.const -2) (i32.eq (local.get $only) (i32.const -1))))))
    (local.set $node (i32.add (local.get $node) (i32.const 8)))
    (br_if $class (i32.lt_u
      (local.tee $class (i32.add (local.get $class) (i32.const 1))) (local.get $outputs))))
  (f64.store (i32.const 33440) (local.get $weight))
  (f64.store (i32.const 33448) (local.get $squares))
  (local.get $only))

;; Tries all cuts between $count ordered entries, of which those from $present on are missing values. Gives 1 if one is
;; better than the score that is kept, and keeps it instead. Class weights of the node are at $node, of the left part
;; at $left.
(func $scanGini
  (param $count i32) (param $present i32) (param $minLeaf i32) (param $node i32) (param $left i32) (param $outputs i32)
  (result i32)
  (local $side i32) (local $sides i32) (local $at i32) (local $end i32) (local $stop i32)
  (local $entry i32) (local $code i32) (local $row i32) (local $class i32) (local $leftRows i32) (local $isKept i32)
  (local $leftWeight f64) (local $leftSquares f64) (local $rightSquares f64) (local $rightWeight f64)
  (local $weight f64) (local $squares f64) (local $moved f64) (local $before f64) (local $top f64) (local $bottom f64)
  (local $bestTop f64) (local $bestBottom f64) (local $isLead i32)
  (local.set $weight (f64.load (i32.const 33440)))
  (local.set $squares (f64.load (i32.const 33448)))
  (local.set $sides (i32.lt_s (local.get $present) (local.get $count)))
  (local.set $bestTop (f64.load (i32.const 33464)))
  (local.set $bestBottom (f64.const 1))
  (local.set $stop (i32.shl (local.get $present) (i32.const 2)))
  (loop $side
    (local.set $leftWeight (f64.const 0))
    (local.set $leftSquares (f64.const 0))
    (local.set $rightSquares (local.get $squares))
    (local.set $leftRows (i32.const 0))
    (local.set $at (local.get $left))
    (local.set $end (i32.add (local.get $left) (i32.shl (local.get $outputs) (i32.const 3))))
    (loop $clear
      (f64.store (local.get $at) (f64.const 0))
      (br_if $clear (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
    ;; Missing rows lead when they go left; where they stay on the right, all values against them is a cut too.
    (local.set $isLead (local.get $side))
    (local.set $at (select (local.get $stop) (i32.const 0) (local.get $side)))
    (local.set $end (select
      (i32.shl (local.get $count) (i32.const 2))
      (i32.sub (local.get $stop)
        (select (i32.const 0) (i32.const 4) (i32.and (local.get $sides) (i32.eqz (local.get $side)))))
      (local.get $side)))
    (block $sideDone
    (loop $lead
      (block $leadDone
      (local.set $entry (i32.load (local.get $at)))
      (loop $next
        (br_if $leadDone (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $row (i32.and (local.get $entry) (i32.const 4095)))
        (local.set $class (i32.shl (i32.load offset=99072 (i32.shl (local.get $row) (i32.const 2))) (i32.const 3)))
        (local.set $moved (f64.load offset=66304 (i32.shl (local.get $row) (i32.const 3))))
        (local.set $before (f64.load (i32.add (local.get $left) (local.get $class))))
        (local.set $leftSquares (f64.add (local.get $leftSquares)
          (f64.mul (local.get $moved) (f64.add (f64.mul (f64.const 2) (local.get $before)) (local.get $moved)))))
        (local.set $rightSquares (f64.sub (local.get $rightSquares)
          (f64.mul (local.get $moved) (f64.sub
            (f64.mul (f64.const 2)
              (f64.sub (f64.load (i32.add (local.get $node) (local.get $class))) (local.get $before)))
            (local.get $moved)))))
        (f64.store (i32.add (local.get $left) (local.get $class)) (f64.add (local.get $before) (local.get $moved)))
        (local.set $leftWeight (f64.add (local.get $leftWeight) (local.get $moved)))
        (local.set $leftRows (i32.add (local.get $leftRows) (i32.const 1)))
        (local.set $code (i32.shr_u (local.get $entry) (i32.const 12)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (local.set $entry (i32.load (local.get $at)))
        (br_if $next (local.get $isLead))
        (br_if $next (i32.and
          (i32.eq (local.get $code) (i32.shr_u (local.get $entry) (i32.const 12)))
          (i32.lt_u (local.get $at) (local.get $stop))))
        ;; The score as a fraction, for a division takes longer than all the rest.
        (local.set $rightWeight (f64.sub (local.get $weight) (local.get $leftWeight)))
        (local.set $top (f64.add
          (f64.mul (local.get $leftSquares) (local.get $rightWeight))
          (f64.mul (local.get $rightSquares) (local.get $leftWeight))))
        (local.set $bottom (f64.mul (local.get $leftWeight) (local.get $rightWeight)))
        (br_if $next (i32.eqz (f64.gt
          (f64.mul (local.get $top) (local.get $bestBottom))
          (f64.mul (local.get $bestTop) (local.get $bottom)))))
        (br_if $next (i32.or
          (i32.lt_s (local.get $leftRows) (local.get $minLeaf))
          (i32.lt_s (i32.sub (local.get $count) (local.get $leftRows)) (local.get $minLeaf))))
        (local.set $bestTop (local.get $top))
        (local.set $bestBottom (local.get $bottom))
        (local.set $isKept (i32.const 1))
        (call $keep
          (local.get $code) (local.get $entry) (i32.ge_u (local.get $at) (local.get $stop))
          (local.get $sides) (local.get $side) (local.get $leftRows) (local.get $count))
        (br $next)))
      (br_if $sideDone (i32.eqz (local.get $isLead)))
      (local.set $isLead (i32.const 0))
      (local.set $at (i32.const 0))
      (local.set $end (i32.sub (local.get $stop) (i32.const 4)))
      (br $lead)))
    (local.set $side (i32.add (local.get $side) (i32.const 1)))
    (br_if $side (i32.le_s (local.get $side) (local.get $sides))))
  (if (local.get $isKept) (then
    (f64.store (i32.const 33464) (f64.div (local.get $bestTop) (local.get $bestBottom)))))
  (local.get $isKept))
