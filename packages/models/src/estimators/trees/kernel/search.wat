;; Binning of columns. search-kernel.ts says the same in TypeScript.

;; codes[i · stride] = how many of 256 ascending thresholds are below values[i], plus $first; $missing for NaN. The
;; same $copy bytes further on, but with $copyMissing for NaN.
;; Without a branch: the list is halved eight times.
(func (export "search")
  (param $values i32) (param $count i32) (param $thresholds i32)
  (param $codes i32) (param $stride i32) (param $first i32) (param $missing i32)
  (param $copy i32) (param $copyMissing i32)
  (local $end i32) (local $value f64) (local $at i32)
  (local.set $end (i32.add (local.get $values) (i32.shl (local.get $count) (i32.const 3))))
  (if (i32.eqz (local.get $count)) (then (return)))
  (loop $next
    (local.set $value (f64.load (local.get $values)))
    (local.set $at (i32.add (local.get $thresholds)
      (i32.shl (f64.lt (f64.load offset=1016 (local.get $thresholds)) (local.get $value)) (i32.const 10))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load offset=504 (local.get $at)) (local.get $value)) (i32.const 9))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load offset=248 (local.get $at)) (local.get $value)) (i32.const 8))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load offset=120 (local.get $at)) (local.get $value)) (i32.const 7))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load offset=56 (local.get $at)) (local.get $value)) (i32.const 6))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load offset=24 (local.get $at)) (local.get $value)) (i32.const 5))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load offset=8 (local.get $at)) (local.get $value)) (i32.const 4))))
    (local.set $at (i32.add (local.get $at)
      (i32.shl (f64.lt (f64.load (local.get $at)) (local.get $value)) (i32.const 3))))
    (local.set $at
      (i32.add (local.get $first) (i32.shr_u (i32.sub (local.get $at) (local.get $thresholds)) (i32.const 3))))
    (i32.store8 (local.get $codes) (select
      (local.get $at) (local.get $missing) (f64.eq (local.get $value) (local.get $value))))
    (i32.store8 (i32.add (local.get $codes) (local.get $copy)) (select
      (local.get $at) (local.get $copyMissing) (f64.eq (local.get $value) (local.get $value))))
    (local.set $codes (i32.add (local.get $codes) (local.get $stride)))
    (local.set $values (i32.add (local.get $values) (i32.const 8)))
    (br_if $next (i32.lt_u (local.get $values) (local.get $end)))))
