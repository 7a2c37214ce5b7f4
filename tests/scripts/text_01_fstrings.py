# f-strings: expressions, conversions, nested and common format specs.
name, n, x, big = "Ada", 42, 3.14159, 1234567890
print(f"{name} {n} {x} {big}")
print(f"[{name:>8}] [{name:<8}] [{name:^8}] [{name:*^9}] [{name:.2}] [{name:6.1}]")
print(f"[{n:5}] [{n:<5}] [{n:05}] [{n:+}] [{n: }] [{n:x}] [{n:#X}] [{n:b}] [{n:#010b}] [{n:o}] [{n:c}]")
print(f"[{x:.2f}] [{x:8.3f}] [{x:<8.1f}] [{x:e}] [{x:.3e}] [{x:g}] [{x:.2g}] [{x:+.1f}] [{x:08.2f}] [{x:%}] [{x:.1%}]")
print(f"{big:,} {big:_} {big:>15,} {x * 1e6:,.2f} {-n:,} {n:,} {1e20:,.0f}")
print(f"{name!r} {name!s} {'é'!a} {name!r:>10} {[1, 'a']!s} {None} {True:5} {True!s:>5}")
width, places = 10, 3
print(f"[{x:{width}.{places}f}] [{name:{'>'}{width}}] [{n:{'0'}{5}}]")
print(f"{n=} {n + 1 = } {name=!s} {x=:.1f} {[i for i in range(3)]=}")
print(f"{{literal}} {{{n}}} {n}}}")
print(f"{'nested ' + f'{n:03}'} {n if n > 3 else 0} {(lambda a: a * 2)(4)} {n:>{width}}|{n:^{width}}|")
print(f"a" "b" f"{n}" 'c', f"", f"{''}|")
print(f"""multi
line {n}""")
d = {"key": [1, 2]}
print(f"{d['key'][1]} {d!r} {len(d['key'])}")


class P:
    def __format__(self, spec):
        return f"P<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


p = P()
print(f"{p} {p:abc} {p!s} {p!r:>6} {p!s:>6}")
print(f"{-0.0} {float('inf')} {float('nan')} {1e300 * 1e10:>6} {-1e400:.1f} {1e-7} {1e16} {123456789.0} {0.1 + 0.2}")
print(f"{1.0} {100.0:g} {1e15} {1.5e-5:f} {2.5:.0f} {3.5:.0f} {0.5:.0f} {1e100:.3g} {12345.678:,.1f}")
print(f"{n!r:^{width}}|{'ab':-<{width // 2}}|{5:=+5}|{-5:=5}|{-5:05}")
for bad in (lambda: f"{n:Q}", lambda: f"{name:d}", lambda: f"{x:d}", lambda: f"{name:,}", lambda: f"{[]:5}", lambda: f"{n:.2}", lambda: f"{name:+}", lambda: f"{None:>5}"):
    try:
        print(bad())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
