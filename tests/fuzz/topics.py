"""Chunks of programs about one topic each, for generate.py.

A topic is a function of the generator `g`; it emits statements at the outer level. Chunks use the
program's names a to f, its classes, and names of their own that end in a number.
"""


def weak_references(g):
    n, name, death = g.number(), g.name(), g.death()
    g.emit(0, f"{name} = {g.instance()}")
    g.emit(0, f"w{n} = weakref.ref({name}{g.pick(['', ', lambda r: print(%r, r() is None)' % f'cb{n}'])})")
    if g.chance(50):
        g.emit(0, f"v{n} = weakref.ref({name}{g.pick(['', ', told'])})")
        g.emit(0, f"print(w{n} is v{n}, w{n} == v{n}, hash(w{n}) == hash({name}))")
    g.emit(0, f"print(w{n}() is {name}, weakref.getweakrefcount({name}), len(weakref.getweakrefs({name})))")
    g.emit(0, f"rc({name})")
    if g.chance(40):
        g.emit(0, f"p{n} = weakref.proxy({name}{g.pick(['', ', told'])})")
        g.emit(0, f"print(p{n}.n, bool(p{n} == p{n}), type(p{n}).__name__)")
        g.emit(0, f"p{n}.x = {g.atom()}")
    if g.chance(30):
        g.emit(0, f"{g.name()} = [{name}]")
    g.emit(0, death.format(name))
    g.emit(0, f"print(w{n}(), sys.getrefcount(w{n}), sys.getsizeof(w{n}))")
    if g.chance(50):
        g.emit(0, f"del w{n}")


def weak_containers(g):
    n, one, other = g.number(), g.name(), g.name()
    kind = g.pick(["WeakValueDictionary", "WeakKeyDictionary", "WeakSet"])
    g.emit(0, f"{one} = {g.instance()}")
    g.emit(0, f"{other} = {g.instance()}")
    g.emit(0, f"m{n} = weakref.{kind}()")
    if kind == "WeakSet":
        g.emit(0, f"m{n}.add({one})")
        g.emit(0, f"m{n}.update([{other}, {one}])")
        look = [f"{one} in m{n}", f"len(m{n})", f"len(list(m{n}))", f"len(m{n} | {{{other}}})"]
    elif kind == "WeakKeyDictionary":
        g.emit(0, f"m{n}[{one}] = {g.atom()}")
        g.emit(0, f"m{n}[{other}] = [{g.pick(['1', one, other])}]")
        look = [f"{one} in m{n}", f"len(m{n})", f"list(m{n}.values())", f"m{n}.get({other})", f"len(m{n}.keyrefs())"]
    else:
        g.emit(0, f"m{n}['k'] = {one}")
        g.emit(0, f"m{n}.update(j={other})")
        look = [f"sorted(m{n})", f"len(m{n})", f"m{n}.get('k')", f"list(m{n}.items())", f"len(m{n}.valuerefs())"]
    g.emit(0, f"print({g.pick(look)}, {g.pick(look)})")
    g.emit(0, f"rc({one})")
    g.emit(0, g.death().format(g.pick([one, other])))
    g.emit(0, f"print(len(m{n}), {g.pick(look)})")
    if g.chance(40):
        g.emit(0, f"for item{n} in list(m{n}): print(type(item{n}).__name__)")
        g.emit(0, f"del item{n}")
    if g.chance(40):
        g.emit(0, f"{other} = None")
        g.emit(0, f"print(len(m{n}), gc.collect(), len(m{n}))")


def finalizers(g):
    n, name = g.number(), g.name()
    g.emit(0, f"{name} = {g.instance()}")
    g.emit(0, f"z{n} = weakref.finalize({name}, print, 'final', {n}{g.pick(['', ', end=chr(10)'])})")
    g.emit(0, f"print(z{n}.alive, z{n}.peek() is not None, z{n}.atexit)")
    if g.chance(30):
        g.emit(0, f"print(z{n}.detach() is not None)")
    elif g.chance(30):
        g.emit(0, f"print(z{n}())")
    if g.chance(30):
        g.emit(0, f"z{n}.atexit = {g.pick(['False', 'True'])}")
    g.emit(0, f"rc({name})")
    if g.chance(70):
        g.emit(0, g.death().format(name))
        g.emit(0, f"print(z{n}.alive)")


def cycles(g):
    n = g.number()
    form = g.number_below(8)
    if form == 0:
        size = g.number_below(4) + 1
        g.emit(0, f"r{n} = [{', '.join(g.instance() for _ in range(size))}]")
        g.emit(0, f"for i{n} in range({size}): r{n}[i{n}].x = r{n}[i{n} - {g.number_below(3)}]")
        if g.chance(30):
            g.emit(0, f"r{n}[0].x = r{n}")
    elif form == 1:
        g.emit(0, f"r{n} = []")
        g.emit(0, f"r{n}.append({g.pick([f'r{n}', f'(r{n}, 1)', f'[r{n}, {g.instance()}]', f'{{1: r{n}}}'])})")
    elif form == 2:
        g.emit(0, f"r{n} = {{'me': {g.instance()}}}")
        g.emit(0, f"r{n}['me'].x = r{n}")
        g.emit(0, f"r{n}['d'] = r{n}['me'].__dict__ if hasattr(r{n}['me'], '__dict__') else 0")
    elif form == 3:
        g.emit(0, f"def r{n}():")
        g.emit(1, f"return r{n}, {g.pick(['1', g.instance()])}")
        if g.chance(50):
            g.emit(0, f"r{n}.me = r{n}")
    elif form == 4:
        g.emit(0, f"def make{n}():")
        g.emit(1, f"held = {g.instance()}")
        g.emit(1, f"def inner(k={g.atom()}): return inner, held")
        g.emit(1, "return inner")
        g.emit(0, f"r{n} = make{n}()")
    elif form == 5:
        g.emit(0, f"def gen{n}(x):")
        g.emit(1, f"y = {g.instance()}")
        g.emit(1, "try:")
        g.emit(2, "yield x")
        g.emit(1, "finally:")
        g.emit(2, f"print('gen {n} ends')")
        g.emit(0, f"r{n} = [0]")
        g.emit(0, f"r{n}[0] = gen{n}(r{n})")
        g.emit(0, f"next(r{n}[0])")
    elif form == 6:
        g.emit(0, "try:")
        g.emit(1, f"def fail{n}(held):")
        g.emit(2, "raise ValueError(held)")
        g.emit(1, f"fail{n}({g.instance()})")
        g.emit(0, f"except ValueError as err{n}:")
        g.emit(1, f"r{n} = err{n}")
        g.emit(0, f"print(type(r{n}.args[0]).__name__, sys.getrefcount(r{n}))")
        g.emit(0, f"r{n}.me = r{n}")
    else:
        g.emit(0, f"class R{n}:")
        g.emit(1, f"def m(self): return {n}")
        g.emit(0, f"r{n} = R{n}()")
        g.emit(0, f"r{n}.m = r{n}.m")
        if g.chance(50):
            g.emit(0, f"del R{n}")
    g.emit(0, f"print(gc.is_tracked(r{n}), sys.getrefcount(r{n}))")
    if g.chance(40):
        g.emit(0, f"w{n} = weakref.ref({g.pick([g.name(), f'r{n}'])}, told)")
    if g.chance(40):
        g.emit(0, f"print(gc.collect({g.pick(['', '0', '1', '2'])}))")
    g.emit(0, f"del r{n}")
    g.emit(0, f"print(gc.collect({g.pick(['', '', '0', '1', '2'])}))")
    if g.chance(30):
        g.emit(0, "print(gc.collect())")


def collector(g):
    n = g.number()
    form = g.number_below(9)
    if form == 0:
        g.emit(0, "print([gc.is_tracked(x) for x in (a, b, c, d, e, f, (), (1,), {}, {1: a}, [], 'x', 1.5)])")
    elif form == 1:
        g.emit(0, f"print(sorted(type(x).__name__ for x in gc.get_referents({g.name()})))")
    elif form == 2:
        g.emit(0, f"x{n} = {g.container(1)}")
        g.emit(0, f"print(sorted(type(x).__name__ for x in gc.get_referrers({g.instance()}) if x is not globals()))")
    elif form == 3:
        kind = g.pick(g.classes)
        g.emit(0, f"print(sum(type(x) is {kind} for x in gc.get_objects()), "
                  f"sum(type(x) is {kind} for x in gc.get_objects(generation={g.number_below(3)})))")
    elif form == 4:
        g.emit(0, "gc.collect()")
        g.emit(0, "print(gc.get_count())")
        g.emit(0, f"k{n} = [[] for i in range({g.number_below(9)})]")
        g.emit(0, "print(gc.get_count())")
        g.emit(0, f"k{n} = {g.container(2)}")
        g.emit(0, "print(gc.get_count(), gc.get_threshold(), gc.isenabled())")
    elif form == 5:
        g.emit(0, "gc.collect()")
        g.emit(0, f"gc.set_threshold({g.pick([3, 5, 9, 20])}, {g.pick([1, 2, 10])}, {g.pick([1, 3])})")
        g.emit(0, f"for i{n} in range({g.number_below(20) + 5}):")
        g.emit(1, f"x{n} = {g.instance()}")
        g.emit(1, f"x{n}.x = {g.pick([f'x{n}', f'[x{n}]', f'(x{n}, {{}})', '[]'])}")
        if g.chance(50):
            g.emit(1, f"print(gc.get_count(), end=' ')")
        g.emit(0, "gc.set_threshold(700, 10, 10)")
        g.emit(0, f"del x{n}")
        g.emit(0, "print(gc.collect())")
    elif form == 6:
        g.emit(0, f"phases{n} = []")
        g.emit(0, f"gc.callbacks.append(lambda phase, info: phases{n}.append((phase, info['generation'], info['collected'])))")
        g.emit(0, f"x{n} = [{g.instance()}]; x{n}.append(x{n}); del x{n}")
        g.emit(0, f"gc.collect({g.pick(['', '0', '1'])})")
        g.emit(0, "gc.callbacks.pop()")
        g.emit(0, f"print(phases{n})")
    elif form == 7:
        g.emit(0, "gc.set_debug(gc.DEBUG_SAVEALL)")
        g.emit(0, f"x{n} = {g.instance()}; x{n}.x = x{n}; del x{n}")
        g.emit(0, "print(gc.collect(), [type(x).__name__ for x in gc.garbage])")
        g.emit(0, "gc.set_debug(0)")
        g.emit(0, "gc.garbage.clear()")
        g.emit(0, "print(gc.collect(), len(gc.garbage))")
    else:
        g.emit(0, f"x{n} = {g.instance()}; x{n}.x = x{n}")
        g.emit(0, "gc.freeze()")
        g.emit(0, f"print(gc.get_freeze_count() > 0, gc.get_count()[0], sum(x is x{n} for x in gc.get_objects()))")
        g.emit(0, f"del x{n}")
        g.emit(0, "print(gc.collect())")
        g.emit(0, "gc.unfreeze()")
        g.emit(0, "print(gc.get_freeze_count(), gc.collect())")


def resurrection(g):
    n = g.number()
    g.emit(0, f"back{n} = []")
    g.emit(0, f"class Back{n}{g.pick(['', '(list)', '(dict)', '(int)'])}:")
    if g.chance(30):
        g.emit(1, "times = 0")
    g.emit(1, "def __del__(self):")
    g.emit(2, f"print('back', sys.getrefcount(self))")
    g.emit(2, g.pick([f"back{n}.append(self)", f"back{n}.append([self])", "self.again = self",
                      f"globals()['{g.name()}'] = self"]))
    g.emit(0, f"x{n} = Back{n}()")
    g.emit(0, f"w{n} = weakref.ref(x{n}, told) if hasattr(Back{n}, '__weakref__') else print")
    if g.chance(60):
        g.emit(0, f"x{n}.me = x{n}")
        g.emit(0, f"x{n}.more = {g.instance()}")
    g.emit(0, f"del x{n}")
    g.emit(0, f"print(len(back{n}), gc.collect(), len(back{n}), w{n}() is None)")
    g.emit(0, f"for x{n} in back{n}: print(type(x{n}).__name__, sys.getrefcount(x{n}), gc.is_finalized(x{n}))")
    g.emit(0, f"x{n} = None")
    g.emit(0, f"back{n}.clear()")
    g.emit(0, f"print(gc.collect(), w{n}() is None)")


def copies(g):
    n, name = g.number(), g.name()
    if g.chance(50):
        g.emit(0, f"class K{n}{g.pick(['', '(%s)' % g.pick(g.classes), '(list)', '(dict)', '(tuple)'])}:")
        form = g.number_below(5)
        if form == 0:
            g.emit(1, "def __copy__(self):")
            g.emit(2, "print('copy', sys.getrefcount(self)); return self")
        elif form == 1:
            g.emit(1, "def __deepcopy__(self, memo):")
            g.emit(2, "print('deep', len(memo), sys.getrefcount(self)); return [self]")
        elif form == 2:
            g.emit(1, "def __getstate__(self): return {'kept': 1}")
            g.emit(1, "def __setstate__(self, state):")
            g.emit(2, "print('state', state); self.state = state")
        elif form == 3:
            g.emit(1, "def __reduce__(self): return (list, ((1, 2),))")
        else:
            g.emit(1, "pass")
        g.emit(0, f"k{n} = K{n}.__new__(K{n})")
        g.emit(0, f"k{n}.part = {g.pick(['[1]', f'k{n}', f'[k{n}, {name}]', g.name()])}")
        name = f"k{n}"
    g.emit(0, f"s{n} = copy.copy({name})")
    g.emit(0, f"print(s{n} is {name}, type(s{n}).__name__, sys.getsizeof(s{n}) == sys.getsizeof({name}))")
    g.emit(0, f"rc(s{n})")
    g.emit(0, f"o{n} = [{name}, {name}, {g.name()}, {g.container(1)}]")
    if g.chance(30):
        g.emit(0, f"o{n}.append(o{n})")
    g.emit(0, f"d{n} = copy.deepcopy(o{n})")
    g.emit(0, f"print(d{n}[0] is d{n}[1], d{n}[0] is o{n}[0], d{n}[2] is o{n}[2], sys.getrefcount(d{n}[0]), sys.getrefcount(d{n}))")
    if g.chance(40):
        g.emit(0, f"memo{n} = {{}}")
        g.emit(0, f"copy.deepcopy({g.name()}, memo{n})")
        g.emit(0, f"print(len(memo{n}))")
    g.emit(0, f"del s{n}, d{n}, o{n}")


def closures(g):
    n = g.number()
    g.emit(0, f"def outer{n}(p, q={g.pick(['None', '[]', g.name()])}):")
    g.emit(1, f"held = {g.pick([g.instance(), 'p', '[p, q]'])}")
    g.emit(1, "def inner(step=1):")
    g.emit(2, "nonlocal held")
    g.emit(2, g.pick(["held = [held, step]", "rc(held)", "held = p", "print(cnt(p))"]))
    g.emit(2, "return held")
    g.emit(1, f"{g.pick(['rc(held)', 'del p', 'q = inner', 'pass'])}")
    g.emit(1, f"return inner{g.pick(['', ', (lambda: held)', ', locals()'])}")
    g.emit(0, f"t{n} = outer{n}({g.expression(1)})")
    g.emit(0, f"i{n} = t{n}[0] if type(t{n}) is tuple else t{n}")
    g.emit(0, f"print(len(i{n}.__closure__), [type(c.cell_contents).__name__ for c in i{n}.__closure__ if c != None], i{n}.__code__.co_freevars)"
              if g.chance(60) else f"print(sys.getrefcount(i{n}), sys.getsizeof(i{n}), i{n}.__qualname__)")
    g.emit(0, f"print(type(i{n}()).__name__)")
    g.emit(0, f"rc(i{n}())")
    g.emit(0, f"print([sys.getrefcount(c) for c in i{n}.__closure__])")
    g.emit(0, f"{g.name()} = [i{n}, t{n}]" if g.chance(40) else f"del t{n}")


def generators(g):
    n = g.number()
    g.emit(0, f"def gen{n}(x, *more):")
    g.emit(1, f"own = {g.pick([g.instance(), '[x]', '(x, more)'])}")
    g.emit(1, "try:")
    g.emit(2, f"got = yield {g.pick(['x', 'own', 'more', '[x, own]'])}")
    g.emit(2, "rc(got)")
    g.emit(2, g.pick(["yield got", "got = yield from [1, got]", "return got", "got = yield own"]))
    g.emit(1, f"except {g.pick(['ValueError', 'GeneratorExit', 'KeyError'])} as err:")
    g.emit(2, "print('caught', type(err).__name__, sys.getrefcount(err))")
    g.emit(2, g.pick(["raise", "return own", "yield 5", "raise TypeError('new')"]))
    g.emit(1, "finally:")
    g.emit(2, "print('finally', cnt(own))")
    g.emit(0, f"g{n} = gen{n}({g.name()}, {g.atom()})")
    for _ in range(g.number_below(5) + 1):
        g.guard(g.pick([f"print(type(next(g{n})).__name__)", f"rc(g{n}.send({g.name()}))", f"g{n}.throw(ValueError('v'))",
                        f"g{n}.throw(KeyError)", f"g{n}.close()", f"print(sys.getrefcount(g{n}), sys.getsizeof(g{n}))",
                        f"print(g{n}.gi_frame is None, g{n}.gi_running)", f"{g.name()} = g{n}",
                        f"print(list(g{n}))", f"rc(next(g{n}, 'none'))", f"print(gc.get_referents(g{n})[:0])"]))
    if g.chance(60):
        g.guard(f"del g{n}")
    if g.chance(40):
        g.guard(f"print(sum(i * 2 for i in range({g.number_below(6)})), max((str(i) for i in [{g.atom()}, 1]), key=len))")


def exceptions(g):
    n = g.number()
    g.emit(0, f"def fail{n}(x):")
    g.emit(1, f"own = [x]")
    g.emit(1, g.pick(["raise ValueError(x, own)", "return own[5]", "return {}[x]", "return x.nothing", "return 1 // 0", "return own + 1", "assert not x, own"]))
    g.emit(0, "try:")
    g.emit(1, "try:")
    g.emit(2, f"fail{n}({g.name()})")
    g.emit(1, f"except Exception as one{n}:")
    g.emit(2, g.pick([f"raise KeyError('k') from one{n}", "raise", "raise KeyError('k')", f"fail{n}(2)", "raise KeyError('k') from None",
                      f"kept{n} = one{n}", f"raise one{n}.with_traceback(None)"]))
    if g.chance(30):
        g.emit(1, "finally:")
        g.emit(2, "print('inner finally', sys.exc_info()[0])")
    g.emit(0, f"except Exception as two{n}:")
    g.emit(1, f"kept{n} = two{n}")
    g.emit(1, f"print(type(two{n}).__name__, sys.getrefcount(two{n}), sys.getrefcount(two{n}.__traceback__))")
    g.emit(1, f"print(type(two{n}.__context__).__name__, type(two{n}.__cause__).__name__, two{n}.__suppress_context__)")
    g.emit(0, f"print(repr(kept{n}) if not isinstance(kept{n}, ValueError) else type(kept{n}), len(kept{n}.args), sys.getrefcount(kept{n}))")
    g.emit(0, f"t{n} = kept{n}.__traceback__")
    g.emit(0, f"while t{n}:")
    g.emit(1, f"print(t{n}.tb_lineno > 0, t{n}.tb_frame.f_code.co_name, sys.getrefcount(t{n}), sys.getrefcount(t{n}.tb_frame))")
    g.emit(1, f"t{n} = t{n}.tb_next")
    g.emit(0, g.pick([f"del kept{n}", f"kept{n}.me = kept{n}; del kept{n}; print(gc.collect())", f"{g.name()} = kept{n}",
                      f"kept{n}.__traceback__ = None", f"kept{n} = None"]))


def managers(g):
    n = g.number()
    g.emit(0, f"class W{n}:")
    g.emit(1, "def __enter__(self):")
    g.emit(2, f"print('in', sys.getrefcount(self)); return {g.pick(['self', '[self]', 'None'])}")
    g.emit(1, "def __exit__(self, kind, value, trace):")
    g.emit(2, f"print('out', kind and kind.__name__, sys.getrefcount(self)); {g.pick(['return True', 'return False', 'self.value = value', '1 // 0', 'pass'])}")
    g.emit(1, "def __del__(self): print('manager gone')")
    g.guard(f"with W{n}() as x{n}, W{n}() as y{n}:", g.pick(["raise KeyError(1)", f"print(type(x{n}).__name__)", "[][1]", f"del x{n}",
                                                            f"rc(x{n})"]))
    g.emit(0, f"x{n} = y{n} = None")
    g.emit(0, f"def leave{n}():")
    g.emit(1, f"with W{n}():")
    g.emit(2, f"{g.pick(['return', 'raise ValueError', 'pass'])}" + ("" if g.chance(50) else f"  # {n}"))
    g.guard(f"print(leave{n}())")


def iteration(g):
    n, name = g.number(), g.name()
    g.guard(g.pick([
        f"for x{n} in {name}: {name}.clear()", f"for x{n} in {{1: 2, 3: 4}}: {name}[x{n}] = {name}",
        f"for x{n} in list({name}): {name}.remove(x{n})",
        f"for i{n}, x{n} in zip(range(9), {name}): {name}.append(x{n})",
        f"for x{n} in {name}.items(): {name}[x{n}] = 1",
        f"it{n} = iter({name}); next(it{n}); {name}.clear(); print(list(it{n}), sys.getrefcount({name}))",
        f"s{n} = {{1, 2, 3}}\ntry:\n    for x{n} in s{n}: s{n}.add(x{n} + 3)\nfinally: print(len(s{n}) > 3)",
        f"it{n} = reversed({name}); rc(next(it{n})); print(sys.getsizeof(it{n}), it{n}.__length_hint__())",
        f"print([x for i, x in enumerate({name}, 5) if i % 2], dict(zip('ab', {name})))",
        f"for {name} in [{name}, {g.instance()}]: rc({name})",
        f"a, (b, *c), *d = {name}, [1, {name}, 3], {g.atom()}",
        f"print([y for x in ({name}, [1]) for y in x], {{k: v for k, v in [(1, {name})]}})",
        f"print(any(x == {name} for x in [{name}, 1]), all([{name}]), next(iter([{name}])) is {name})",
        f"x{n} = [(m := v, m) for v in range(3)]; print(x{n}, m)",
        f"{name} = sorted([{g.atom()}, {g.atom()}, {g.atom()}], key=lambda x: (str(type(x)), str(x)), reverse={g.pick(['True', 'False'])})",
        f"l{n} = [3, 1, 2]\nl{n}.sort(key=lambda x: l{n}.append(x) or -x)",
        f"l{n} = [{g.instance()}, {g.instance()}]; l{n}.sort(key=lambda x: sys.getrefcount(x)); rc(l{n}[0])",
        f"print(list(map(lambda x, y: (x, y), {name}, range(3))), list(filter(None, [0, {name}])))"]))


def slices(g):
    n = g.number()
    g.emit(0, f"l{n} = [{', '.join(g.atom() for _ in range(g.number_below(7)))}]")
    for _ in range(g.number_below(4) + 1):
        i, j, k = (g.pick(["", "-2", "0", "1", "3", "9"]) for _ in range(3))
        k = k if k not in ("0",) else ""
        g.guard(g.pick([f"l{n}[{i}:{j}] = [{g.name()}, {g.atom()}]", f"del l{n}[{i}:{j}:{k}]", f"l{n}[{i}:{j}:{k}] = 'xy'",
                        f"print(len(l{n}[{i}:{j}:{k}]), sys.getsizeof(l{n}[{i}:{j}]))", f"l{n} += l{n}[{i}:]", f"l{n} *= {g.number_below(4)}",
                        f"l{n}[{i}:{j}] = l{n}", f"l{n}.insert({g.pick(['0', '-1', '99'])}, l{n})", f"print(slice({i or None}, {j or None}).indices(5))",
                        f"l{n}.extend(l{n})", f"l{n}[-1], l{n}[0] = l{n}[0], l{n}[-1]", f"print(l{n}.index({g.atom()}), l{n}.count(None))"]))
    g.emit(0, f"print(len(l{n}), sys.getsizeof(l{n}), sys.getrefcount(l{n}))")


def text(g):
    n, s, t = g.number(), g.text(), g.text()
    g.emit(0, f"s{n} = {s} + {t}")
    for _ in range(g.number_below(4) + 1):
        g.guard("print(" + g.pick([
            f"s{n}.upper(), s{n}.title(), s{n}.swapcase(), s{n}.casefold()", f"s{n}.split(), s{n}.partition('e'), s{n}.rsplit('e', 1)",
            f"s{n}.center(12, '*'), s{n}.zfill(9), s{n}.ljust(7) + '|'", f"s{n}.replace('e', {t}), s{n}.count('e'), s{n}.find({t})",
            f"s{n}.encode(), s{n}.encode('ascii', 'replace')", f"s{n} in {t}, s{n} < {t}, s{n} == {s} + {t}, hash(s{n}) == hash({s} + {t})",
            f"repr(s{n}), ascii(s{n}), '%r|%10s|%-6.3s|' % (s{n}, {t}, s{n})", f"f'{{s{n}!r:>20}}|{{len(s{n}):05d}}|{{s{n}:^{g.number_below(12)}}}'",
            f"'{{0}} {{x!r:*^12}}'.format(s{n}, x={t})", f"s{n}.isalpha(), s{n}.isdigit(), s{n}.isidentifier(), s{n}.isspace()",
            f"s{n}.join(['a', {t}]), s{n}[::-1], s{n}[1:3]", f"sys.getsizeof(s{n}), sys.getrefcount(s{n}), s{n} is str(s{n})",
            f"sys.intern(s{n}) is sys.intern({s} + {t}), s{n}.strip() is s{n}", f"bytes(s{n}, 'utf-8').hex(), b'%s' % s{n}.encode()",
            f"b'a b'.split(), b'abc'.find(b'c'), bytes([1, 2, 255]), b'ab' * 2, list(b'ab')", f"s{n}.expandtabs(3), s{n}.splitlines(True), 'a\\nb'.splitlines()",
            f"s{n}.translate({{101: 'E', 32: None}}), str.maketrans('ab', 'cd')", f"s{n}.startswith(('r', 'g')), s{n}.removeprefix('r'), s{n}.lstrip('r')",
            f"'%5.2f|%+d|%x|%o|%e|%g|%c|%%' % ({g.real()}, {g.integer()}, 255, 8, {g.real()}, {g.real()}, 'c')"]) + ")")


def numbers(g):
    n = g.number()
    i, j, x = g.integer(), g.integer(), g.real()
    g.emit(0, f"i{n}, j{n}, x{n} = {i}, {j}, {x}")
    for _ in range(g.number_below(4) + 1):
        g.guard("print(" + g.pick([
            f"i{n} + j{n}, i{n} - j{n}, i{n} * j{n}, i{n} ** 3", f"i{n} // j{n}, i{n} % j{n}, divmod(i{n}, j{n})", f"i{n} / j{n}, x{n} // 0.7, x{n} % 3",
            f"i{n} & j{n}, i{n} | j{n}, i{n} ^ j{n}, ~i{n}", f"i{n} << 5, i{n} >> 2, i{n} << {g.number_below(200)}", f"sys.getsizeof(i{n} ** 9), (i{n} ** 9).bit_length()",
            f"pow(3, abs(j{n}) % 1000, 97), pow(2, -1)", f"round(x{n}, 1), round(x{n}), int(x{n}), abs(x{n})", f"repr(x{n} * 1e20), x{n} / 3, x{n} * 1e-9, float(i{n})",
            f"x{n}.hex(), x{n}.is_integer(), x{n}.as_integer_ratio()", f"hex(i{n}), bin(i{n}), oct(i{n}), str(i{n} ** 5)", f"f'{{i{n}:,}} {{x{n}:.3e}} {{i{n}:#x}} {{x{n}:+.2%}} {{i{n}:>{g.number_below(20)}}}'",
            f"i{n} == float(i{n}), i{n} < x{n}, hash(i{n}), hash(x{n})", f"i{n} is int(i{n}), +i{n} is i{n}, sys.getrefcount(x{n})", f"int('12', 3), int('0x1f', 16), int(' 7 '), float('1e3')",
            f"min(i{n}, j{n}, x{n}), max(i{n}, j{n}), sum([i{n}, x{n}])", f"True + True, isinstance(True, int), bool(i{n}), not x{n}", f"i{n}.to_bytes(40, 'big', signed=True)[-3:], int.from_bytes(b'ab', 'little')",
            f"float('inf') > i{n}, float('nan') == float('nan'), -0.0, 1e16, 1e-5, 123456789012345680.0"]) + ")")


def classes(g):
    n = g.number()
    base = g.pick(["", "", "(list)", "(dict)", "(%s)" % g.pick(g.classes), "(Exception)", "(int)", "(str)"])
    if g.chance(40):
        g.emit(0, f"class D{n}:")
        g.emit(1, "def __set_name__(self, owner, name):")
        g.emit(2, "self.name = name; print('named', name, sys.getrefcount(self))")
        g.emit(1, "def __get__(self, obj, owner=None):")
        g.emit(2, "return (self.name, sys.getrefcount(obj) if obj is not None else None)")
        if g.chance(50):
            g.emit(1, "def __set__(self, obj, value): obj.set_to = value")
        descriptor = f"D{n}()"
    else:
        descriptor = "property(lambda self: sys.getrefcount(self), lambda self, v: print('set', v))"
    g.emit(0, f"class E{n}{base}:")
    if base in ("", "(list)", "(dict)") and g.chance(40):
        g.emit(1, f"__slots__ = {g.pick(['()', repr('x'), repr(('x', 'y')), repr(('x', '__dict__'))])}")
    else:
        g.emit(1, f"kept = {g.container(1)}")
    g.emit(1, f"d = {descriptor}")
    g.emit(1, "@classmethod")
    g.emit(1, "def make(cls, *args): return cls(*args)")
    g.emit(1, "@staticmethod")
    g.emit(1, "def plain(x=None): return cnt(x)")
    if g.chance(40):
        g.emit(1, "def __init_subclass__(cls, **more): print('sub', cls.__name__)")
    if g.chance(40):
        g.emit(1, "def __getattr__(self, name): return name if name[0] != '_' else super().__getattribute__(name)")
    if g.chance(30):
        g.emit(1, "def __setattr__(self, name, value): print('set', name); super().__setattr__(name, value)")
    if g.chance(30):
        g.emit(1, "def __del__(self): print('E gone', type(self).__name__)")
    if g.chance(40):
        g.emit(0, f"class F{n}(E{n}): {g.pick(['pass', '__slots__ = ()', 'm = lambda self: super(E%d, self).d' % n])}")
        kind = f"F{n}"
    else:
        kind = f"E{n}"
    g.guard(f"x{n} = {kind}.make()")
    for _ in range(g.number_below(5) + 1):
        g.guard(g.pick([f"print(x{n}.d)", f"x{n}.d = 3", f"x{n}.x = {g.name()}", f"print({kind}.d)", f"rc(x{n})", f"print(sys.getsizeof(x{n}), sys.getsizeof({kind}), sys.getrefcount({kind}))",
                        f"print([c.__name__ for c in {kind}.__mro__], {kind}.__bases__[0].__name__)", f"print(x{n}.make().plain(x{n}))", f"print(sorted(k for k in vars({kind}) if k[0] != '_'))",
                        f"print(x{n}.missing)", f"del x{n}.x", f"print(sorted(x{n}.__dict__), sys.getsizeof(x{n}.__dict__))", f"print(isinstance(x{n}, {g.pick(g.classes)}), issubclass({kind}, list))",
                        f"x{n}.__class__ = {g.pick(g.classes)}", f"print(len([c for c in E{n}.__subclasses__()]))", f"print(hasattr(x{n}, '__dict__'), hasattr(x{n}, '__weakref__'))",
                        f"x{n}.more = [x{n}]", f"{kind}.added = lambda self: sys.getrefcount(self); print(x{n}.added())"]))
    if g.chance(70):
        g.guard(f"del x{n}")
    if g.chance(40):
        names = f"E{n}, F{n}" if kind[0] == "F" else f"E{n}"
        g.emit(0, f"del {names}")
        g.emit(0, "print(gc.collect())")


def operators(g):
    n = g.number()
    g.emit(0, f"class O{n}:")
    g.emit(1, "def __init__(self, v): self.v = v")
    for name in ("add", "radd", "iadd", "sub", "mul", "and", "lt", "eq", "getitem", "contains", "call"):
        if g.chance(50):
            g.emit(1, f"def __{name}__(self, other):")
            g.emit(2, f"print('{name}', cnt(self), cnt(other)); return {g.pick(['NotImplemented', 'self', 'other', '[self]', 'True'])}")
    for name, result in (("bool", "False"), ("len", "3"), ("hash", "5"), ("neg", "self"), ("iter", "iter([self])"), ("index", "1"), ("repr", repr(f"O{n}"))):
        if g.chance(50):
            g.emit(1, f"def __{name}__(self): return {result}")
    if g.chance(40):
        g.emit(1, "def __del__(self): print('O gone')")
    g.emit(0, f"x{n}, y{n} = O{n}(1), O{n}({g.name()})")
    for _ in range(g.number_below(5) + 2):
        g.guard(g.pick([f"rc(x{n} + y{n})", f"rc({g.atom()} + x{n})", f"x{n} += {g.atom()}", f"print(bool(x{n} < y{n}), bool(x{n} == y{n}), x{n} != x{n})", f"print(type(x{n}[{g.atom()}]).__name__)",
                        f"print(y{n} in x{n}, x{n} in [1, y{n}])", f"rc(x{n}(y{n}))", f"print(bool(x{n}), len(x{n}))", f"print({{x{n}: 1}}.get(y{n}), len({{x{n}, y{n}}}))", f"rc(-x{n})",
                        f"print(type([*x{n}]).__name__, [1, 2, 3][x{n}])", f"rc(x{n} - y{n})", f"rc(x{n} * 2)", f"rc(x{n} & y{n})", f"print(sorted([x{n}, y{n}], key=lambda v: 0)[0] is x{n}, max(x{n}, y{n}) is y{n})",
                        f"print(str(x{n})[:3] if type(x{n}) is O{n} and '__repr__' in vars(O{n}) else 0)"]))
    g.emit(0, f"x{n} = y{n} = None")


def functions(g):
    n = g.number()
    g.emit(0, f"def deco{n}(fn):")
    g.emit(1, f"print('deco', fn.__name__)")
    g.emit(1, "def wrapped(*args, **more):")
    g.emit(2, "rc(list(args))" if g.chance(50) else "print(len(args), sorted(more))")
    g.emit(2, "return fn(*args, **more)")
    g.emit(1, f"return {g.pick(['wrapped', 'fn', 'wrapped'])}")
    g.emit(0, f"@deco{n}")
    g.emit(0, f"def work{n}(x, y={g.pick(['[]', '{}', '1'])}, *z, k: int = {g.atom()}, **more) -> None:")
    g.emit(1, g.pick(["y = [x, y]", "more[x] = y", "x = y", "z += (x,)", "y.append(x)", "global a; a = x"]))
    g.emit(1, f"print(cnt(x), cnt(y), cnt(z), cnt(more))")
    g.emit(1, f"return {g.pick(['x', 'y', 'z', 'locals()', 'more', '(x, y)', 'sum(z)'])}")
    for _ in range(g.number_below(4) + 1):
        g.guard(g.pick([f"rc(work{n}({g.name()}))", f"rc(work{n}({g.name()}, {g.expression(1)}, 3, k=4, j={g.name()}))", f"rc(work{n}(*[{g.name()}, 1], **{{'q': {g.name()}}}))", f"work{n}()", f"work{n}(1, x=2)",
                        f"print(work{n}.__name__, work{n}.__defaults__ and len(work{n}.__defaults__), sys.getrefcount(work{n}))", f"print(sys.getsizeof(work{n}), work{n}.__code__.co_varnames[:2])",
                        f"{g.name()} = work{n}", f"work{n}.note = {g.name()}; print(work{n}.__dict__ != {{}})"]))


def sizes(g):
    n = g.number()
    g.guard("print([sys.getsizeof(x) for x in (" + ", ".join(g.pick([
        "[]", "[1]", "[1, 2, 3]", "()", "(1, 2)", "{}", "{1: 2}", "{'a': 1}", "set()", "{1, 2}", "frozenset([1])", "''", "'abc'", "'é'", "'日'", "'\U0001f40d'", "0", "1", "2 ** 30", "2 ** 90", "1.5", "None", "True",
        "range(3)", "slice(1)", "b''", "b'abc'", "int", "list", "rc", "lambda: 0", "iter([])", "iter(())", "iter({})", "iter('a')", "enumerate([])", "zip()", "map(len, [])", "(i for i in ())", "object()", "ValueError('x')",
        "print", "len", "type(rc)", "[].append", "Manager(1)", "Manager", "Manager(1).__enter__", "sys", "{}.keys()", "[0] * 5", "list(range(9))", "dict.fromkeys(range(9))", "set(range(9))",
        "super", "property()", "classmethod(len)", "staticmethod(len)", "weakref.ref(Manager)", "a", "b", "c", "d", "e", "f"]) for _ in range(8)) + ")])")
    if g.chance(50):
        g.emit(0, f"l{n} = []")
        g.emit(0, f"for i{n} in range({g.number_below(40)}):")
        g.emit(1, g.pick([f"l{n}.append(i{n})", f"l{n} += [i{n}, i{n}]", f"l{n}.insert(0, i{n})"]))
        g.emit(1, f"print(sys.getsizeof(l{n}), end=' ')")
        g.emit(0, "print()")
    if g.chance(50):
        g.emit(0, f"k{n} = {g.pick(['{}', 'set()'])}")
        g.emit(0, f"for i{n} in range({g.number_below(30)}):")
        g.emit(1, f"k{n}.update({g.pick([f'{{i{n}: 1}}', f'{{str(i{n}): 1}}'])})")
        g.emit(1, f"print(sys.getsizeof(k{n}), end=' ')")
        g.emit(0, "print()")


def identity(g):
    n, name = g.number(), g.name()
    g.guard(g.pick([
        f"i{n} = id([{name}]); print(i{n} == id([{name}]))", f"x{n} = [1]; i{n} = id(x{n}); del x{n}; x{n} = [2]; print(i{n} == id(x{n}))",
        # whether the address is the same one depends on how full the pools are, and so on the length of
        # the script's path
        f"x{n} = {g.instance()}; i{n} = id(x{n}); x{n} = None; x{n} = {g.instance()}; print(type(i{n} == id(x{n})))",
        f"x{n} = {{}}; i{n} = id(x{n}); del x{n}; x{n} = {{1: 2}}; print(i{n} == id(x{n}))", "print(a is None, 257 - 1 == 256)",
        f"x{n} = 1000; y{n} = 1000; print(x{n} is y{n}, x{n} + 1 is y{n} + 1, sys.getrefcount(x{n}))", f"x{n} = 'k' + 'l'; y{n} = 'kl'; print(x{n} is y{n}, 'k'.join(['', 'l']) is x{n})",
        f"x{n} = ({name},); print(tuple(x{n}) is x{n}, x{n}[:] is x{n}, list(x{n}) is x{n}, x{n} * 1 is x{n})", f"x{n} = float('1.5'); print(x{n} is float(x{n}), -x{n} is -x{n})",
        f"print(Manager.__enter__ is Manager.__enter__, Manager(1).__exit__ == Manager(1).__exit__)", f"print({name} is {name}, [{name}] == [{name}], {name} in [{name}])",
        f"x{n} = frozenset([1]); print(frozenset(x{n}) is x{n}, x{n}.copy() is x{n})", f"print(sys.getrefcount(object()), sys.getrefcount([]), sys.getrefcount('lit{n} x'), sys.getrefcount({n + 1000}))"]))


def matching(g):
    g.guard(f"match {g.pick([g.name(), g.expression(1)])}:\n    case {g.pick(['1', repr('red'), 'None', 'True'])}: print('value')\n"
            f"    case {g.pick(['2', '-1', repr('w')])}: print('other value')\n    case _: print('other')")


def hidden(g):
    """Dicts of frames, functions and modules taken in the hand."""
    n = g.number()
    g.guard(g.pick([
        f"x{n} = globals(); print(sys.getrefcount(x{n}) > 2, 'a' in x{n}); del x{n}", f"globals()['{g.name()}'] = {g.expression(1)}", "print(sorted(k for k in globals() if len(k) == 1 and k < 'g'))",
        f"def loc{n}(x):\n    y = [x]\n    k = locals()\n    print(sorted(k), cnt(x), cnt(y), k is locals())\n    return k\nrc(loc{n}({g.name()}))",
        f"print(sys._getframe().f_lineno > 0, sys._getframe().f_code.co_name, sys.getrefcount(sys._getframe()))",
        f"def fr{n}(x):\n    fr = sys._getframe()\n    return fr\nfr = fr{n}({g.name()}); print(fr.f_code.co_name, sys.getrefcount(fr), sorted(fr.f_locals)); del fr",
        f"x{n} = vars({g.name()}); print(sys.getrefcount(x{n}), sys.getsizeof(x{n}), len(x{n})); del x{n}", f"x{n} = {g.name()}.__dict__; {g.name()} = None; print(sorted(x{n}), sys.getrefcount(x{n}))",
        f"x{n} = {g.name()}.meet; rc(x{n}.__self__); print(sys.getrefcount(x{n}), x{n}.__func__.__name__)", f"print(sorted(dir({g.name()}))[-2:])",
        f"getattr({g.name()}, 'meet')({g.name()})", f"setattr({g.name()}, {g.pick(['x', 'extra', 'peer'])!r}, {g.name()})", f"delattr({g.name()}, 'x')"]))


def decorators(g):
    """What functools makes of functions: what it holds, and when it lets go."""
    n, name, other = g.number(), g.name(), g.name()
    g.emit(0, "import functools")
    # what the import leaves as garbage is nothing to be counted
    g.emit(0, "gc.collect()")
    kind = g.random.randrange(4)
    if kind == 0:
        held = g.pick([f"{name}", f"{name}, 2", f"{name}, k={other}", f"k={name}", f"*[{name}], **{{'k': {other}}}", ""])
        what = g.pick([f"lambda *p, **q: (cnt({name}), len(p), sorted(q))", "take", "cnt", "dict", "print", g.pick(g.functions)])
        g.guard(f"p{n} = functools.partial({what}, {held})\nrc({name})\nprint(len(p{n}.args) and sys.getrefcount(p{n}.args), sys.getrefcount(p{n}.keywords), sys.getsizeof(p{n}), len(p{n}.args))")
        g.guard(f"print(type(p{n}({g.pick(['', g.atom(), f'k={g.atom()}', f'*[{g.atom()}]', f'{g.atom()}, j={g.atom()}'])})).__name__)")
        if g.chance(40):
            g.guard(f"q{n} = functools.partial(p{n}, {g.pick(['1', f'k={name}', f'j={other}'])}); print(q{n}.func is p{n}.func, len(q{n}.args), sorted(q{n}.keywords))\nrc({name})\nprint(type(q{n}()).__name__)")
        if g.chance(30):
            g.guard(f"p{n}.loop = p{n}; p{n} = None; print(gc.collect())\nrc({name})")
    elif kind in (1, 2):
        size = g.pick(["", "(maxsize=None)", "(maxsize=2)", "(maxsize=1, typed=True)", "(maxsize=0)", "(maxsize=3)"])
        g.emit(0, f"@functools.lru_cache{size}")
        g.emit(0, f"def h{n}(p, *rest, **more):")
        g.emit(1, g.pick([f"return [p]", "return p", "rc(p); return (p, rest)", f"if type(p) is int and 0 < p < 9: h{n}(p - 1)\n    return {{1: p}}"]))
        for _ in range(g.random.randrange(2, 6)):
            g.guard(f"rc(h{n}({g.pick([name, other, '1', '5', '1.0', 'True', repr('red'), f'{name}, 2', f'{other}, k={name}', f'{name}, {other}', f'k={name}, p=1'])}))")
        g.emit(0, f"print(h{n}.cache_info())")
        g.emit(0, f"rc({name})")
        g.emit(0, f"print([type(x).__name__ for x in gc.get_referents(h{n})][-2:], sys.getrefcount(h{n}))")
        g.emit(0, g.pick([f"h{n}.cache_clear()", f"{name} = None", f"h{n} = None", f"print(gc.collect())", f"h{n}.own = h{n}; del h{n}; print(gc.collect())"]))
        g.guard(f"rc({name}); print(h{n}.cache_info())")
    else:
        g.emit(0, "@functools.total_ordering")
        g.emit(0, f"class T{n}:")
        g.emit(1, "def __init__(self, v): self.v = v")
        g.emit(1, "def __eq__(self, o): return self.v == o.v")
        g.emit(1, f"def {g.pick(['__lt__', '__le__'])}(self, o): return {g.pick(['self.v < o.v', 'self.v <= o.v', 'NotImplemented'])}")
        g.emit(1, "@functools.cached_property")
        g.emit(1, f"def w(self): return {g.pick(['[self.v]', 'self', 'sys.getrefcount(self)'])}")
        g.guard(f"t{n} = T{n}({g.pick(['1', name])}); u{n} = T{n}({g.pick(['2', other])})\nprint(t{n} < u{n}, t{n} >= u{n}, t{n} > u{n}, t{n} <= u{n})")
        g.guard(f"rc(t{n}.w is t{n}.w); print(sorted(vars(t{n})), sys.getrefcount(t{n}), sys.getsizeof(vars(t{n})))\nrc({name})")
        g.guard(f"print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda x, y: y - x)), functools.reduce(lambda x, y: [x, y], [{name}, {other}, 1]) is None)")
        if g.chance(50):
            g.emit(0, f"del t{n}; print(gc.collect())")


TOPICS = [weak_references, weak_containers, finalizers, cycles, cycles, collector, collector, resurrection, copies, closures,
          generators, generators, exceptions, managers, iteration, iteration, slices, text, numbers, classes, classes,
          operators, functions, sizes, identity, matching, hidden, hidden, decorators, decorators]
