/* What single instructions do that is too long for the loop: names, containers, unpacking, with,
 * raise. All obey vm.h's rules for results and ownership; the running frame has been saved. */
#ifndef LASTREF_PYTHON_EVAL_OPS_H
#define LASTREF_PYTHON_EVAL_OPS_H

#include "python/frame.h"
#include "python/specialize.h"

/* ---- names ---- */

/* New references; null with NameError. */
Ref eval_load_name(Vm *vm, const Frame *frame, Ref name);
Ref eval_load_global(Vm *vm, const Frame *frame, Ref name);
/* In the frame's locals dict only: false with exception, `*value` a new reference or null. */
bool eval_find_local(Vm *vm, const Frame *frame, Ref name, Ref *value);
bool eval_store_name(Vm *vm, const Frame *frame, Ref name, Ref value);
/* Deletes from a dict; NameError when absent. */
bool eval_delete_name(Vm *vm, Ref dict, Ref name);
/* UnboundLocalError of a local or cell variable, NameError of a free one. */
void eval_raise_unbound(Vm *vm, Ref name, bool free);
bool eval_setup_annotations(Vm *vm, Ref locals);

/* ---- containers: `values` are the operands on the value stack ---- */

/* The operands become the slice's: taken over on success. */
Ref eval_build_slice(Vm *vm, const Ref *values, uint32_t count);
/* The operands are dropped and their places nulled. */
Ref eval_build_set(Vm *vm, const Ref *values, uint32_t count);
/* Keys and values by turns, borrowed. */
/* Keeps what was made visible while what it was made of is dropped, which may run finalizers. */
bool eval_hold(Vm *vm, Ref made);
Ref eval_unhold(Vm *vm);
Ref eval_build_map(Vm *vm, const Ref *values, uint32_t count);
Ref eval_build_const_key_map(Vm *vm, const Ref *values, uint32_t count, Ref keys);
Ref eval_join(Vm *vm, const Ref *values, uint32_t count);
/* FORMAT_CONVERT_* applied. */
Ref eval_convert(Vm *vm, Ref value, uint32_t conversion);
Ref eval_list_to_tuple(Vm *vm, Ref list);
bool eval_list_extend(Vm *vm, Ref list, Ref iterable);
bool eval_set_update(Vm *vm, Ref set, Ref iterable);
bool eval_dict_update(Vm *vm, Ref dict, Ref source);
bool eval_dict_merge(Vm *vm, Ref dict, Ref source, Ref callable);
/* `f(*x)` where x is no tuple: the tuple. */
Ref eval_call_arguments(Vm *vm, Ref callable, Ref iterable);

/* ---- stores that move a value instead of sharing it ---- */

/* STORE_ATTR in a specialised form; `values` are the value, which is moved out, and the object. */
void eval_store_attr(Vm *vm, Form form, const Ref *values, Ref name);
/* STORE_SUBSCR in a specialised form; `values` are the value, which is moved out on success, the
 * container and the key. */
bool eval_store_subscr(Vm *vm, Form form, const Ref *values);
/* _PyDict_SetItem_Take2: the value is moved out of its place before one that it replaces dies. The
 * key stays where the caller has it. */
bool eval_dict_take(Vm *vm, Ref dict, Ref key, const Ref *value);

/* Replaces the top of the frame's value stack by the items it gives: `before` items, and when
 * `after` >= 0 a list of those between and `after` items more; the first item ends on top. The
 * frame's stacktop is the new top also on failure. */
bool eval_unpack(Vm *vm, const Frame *frame, uint32_t before, int32_t after);

/* ---- exceptions and with ---- */

/* TypeError unless a class or tuple of classes that may stand after `except`. */
bool eval_check_except(Vm *vm, Ref classes);
/* do_raise: an exception is pending afterwards; true when it is the handled one again. */
bool eval_raise(Vm *vm, Ref exception, Ref cause);
/* Looks up __enter__ and __exit__: a native frame that holds the bound __enter__ in slot 0 (the
 * caller pops it), `*exit` a new reference; null with TypeError. */
Ref eval_begin_with(Vm *vm, Ref manager, Ref *exit);

/* sys.displayhook: prints the repr and sets builtins._ */
bool eval_display(Vm *vm, Ref value);

#endif
