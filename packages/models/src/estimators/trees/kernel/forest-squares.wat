;; Squared error in a small node, as forest-squared-error.ts has it; forest-grow.wat says what lies where.

;; Sums the rows of a node. Gives -1 if all have the same answer, else -2.
(func $beginSquares (param $rows i32) (param $count i32) (result i32)
  (local $end i32) (local $row i32) (local $part f64) (local $own f64)
  (local $weight f64) (local $sum f64) (local $squares f64)
  (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
  (loop $next
    (local.set $row (i32.shl (i32.load (local.get $rows)) (i32.const 3)))
    (local.set $part (f64.load offset=99072 (local.get $row)))
    (local.set $own (f64.load offset=66304 (local.get $row)))
    (local.set $weight (f64.add (local.get $weight) (local.get $own)))
    (local.set $sum (f64.add (local.get $sum) (local.get $part)))
    (local.set $squares (f64.add (local.get $squares)
      (f64.div (f64.mul (local.get $part) (local.get $part)) (local.get $own))))
    (br_if $next (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end))))
  (f64.store (i32.const 33440) (local.get $weight))
  (f64.store (i32.const 33448) (local.get $sum))
  (f64.store (i32.const 33456) (local.get $squares))
  (select (i32.const -1) (i32.const -2) (f64.le
    (f64.sub (local.get $squares) (f64.div (f64.mul (local.get $sum) (local.get $sum)) (local.get $weight)))
    (f64.mul (f64.const 1e-14) (local.get $squares)))))

;; As $scanGini.
(func $scanSquares (param $count i32) (param $present i32) (param $minLeaf i32) (result i32)
  (local $side i32) (local $sides i32) (local $at i32) (local $end i32) (local $stop i32)
  (local $entry i32) (local $code i32) (local $row i32) (local $leftRows i32) (local $isKept i32)
  (local $leftWeight f64) (local $leftSum f64) (local $rightSum f64) (local $rightWeight f64)
  (local $weight f64) (local $sum f64) (local $top f64) (local $bottom f64)
  (local $bestTop f64) (local $bestBottom f64) (local $isLead i32)
  (local.set $weight (f64.load (i32.const 33440)))
  (local.set $sum (f64.load (i32.const 33448)))
  (local.set $sides (i32.lt_s (local.get $present) (local.get $count)))
  (local.set $bestTop (f64.load (i32.const 33464)))
  (local.set $bestBottom (f64.const 1))
  (local.set $stop (i32.shl (local.get $present) (i32.const 2)))
  (loop $side
    (local.set $leftWeight (f64.const 0))
    (local.set $leftSum (f64.const 0))
    (local.set $leftRows (i32.const 0))
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
        (local.set $leftWeight (f64.add (local.get $leftWeight)
          (f64.load offset=66304 (i32.shl (local.get $row) (i32.const 3)))))
        (local.set $leftSum (f64.add (local.get $leftSum)
          (f64.load offset=99072 (i32.shl (local.get $row) (i32.const 3)))))
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
        (local.set $rightSum (f64.sub (local.get $sum) (local.get $leftSum)))
        (local.set $top (f64.add
          (f64.mul (f64.mul (local.get $leftSum) (local.get $leftSum)) (local.get $rightWeight))
          (f64.mul (f64.mul (local.get $rightSum) (local.get $rightSum)) (local.get $leftWeight))))
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
