#include "python/host.h"
#include "python/import_books.h"

#include "heap/held.h"
#include "heap/kind.h"
#include "python/abstract.h"
#include "python/frame.h"
#include "python/generator.h"
#include "python/slot_call.h"
#include "python/startup.h"
#include "python/type.h"
#include "python/weakref_call.h"

/* ---- finalizers ---- */

enum { HELD_METHOD, HELD_ERROR_TYPE, HELD_ERROR, HELD_TRACEBACK, HELD_COUNT };

static const char *const held_names[HELD_COUNT] = {
    "__del__", "the pending error's type", "the pending error", "the pending error's traceback"};
static const NativeFrame finalizer = {"a finalizer", held_names, HELD_COUNT};

static void put_if(Vm *vm, Ref frame, uint32_t slot, Ref value) {
    if (value) native_put(vm, frame, slot, value);
}

/* slot_tp_finalize: __del__ is looked up and called as any special method; the error that is
 * pending waits meanwhile. */
static void call_del(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    Ref type = heap_type(heap, object);
    Ref type_error, error, traceback;
    vm_fetch_error(vm, &type_error, &error, &traceback);
    Ref frame = native_push(vm, &finalizer);
    if (!frame) return; /* the machine has halted */
    put_if(vm, frame, HELD_ERROR_TYPE, type_error);
    put_if(vm, frame, HELD_ERROR, error);
    put_if(vm, frame, HELD_TRACEBACK, traceback);
    Ref found = type_lookup(vm, type, dunder_name(vm, DUNDER_DEL));
    if (found && !vm->halt) {
        bool unbound = descriptor_is_method(vm, found);
        Ref method = unbound ? new_ref(vm, found) : descriptor_get(vm, found, object, type);
        put_if(vm, frame, HELD_METHOD, method);
        Ref result = REF_NULL;
        if (method) {
            result = vm_call(vm, method, (Args){&object, unbound ? 1 : 0, REF_NULL});
        }
        if (result) {
            heap_decref(heap, result);
        } else if (!vm->halt) {
            vm_write_unraisable(vm, method);
        }
    }
    type_error = native_take(vm, frame, HELD_ERROR_TYPE);
    error = native_take(vm, frame, HELD_ERROR);
    traceback = native_take(vm, frame, HELD_TRACEBACK);
    native_pop(vm, frame);
    if (type_error) vm_restore_error(vm, type_error, error, traceback);
}

static void finalize(void *context, Ref object) {
    Vm *vm = context;
    if (vm->halt) return;
    if (heap_type_of(&vm->heap, object)->flags & TYPE_FINALIZER) {
        if (heap_root(&vm->heap)->gc_collecting &&
            books_refuse(vm, BOOKS_GARBAGE_UNKNOWN, "a finalizer called by the collector")) {
            return;
        }
        call_del(vm, object);
    } else if (heap_kind(&vm->heap, object) == KIND_GENERATOR) {
        generator_finalize(vm, object);
    }
}

/* ---- weak references ---- */

static void clear_weakrefs(void *context, Ref object) {
    Vm *vm = context;
    Heap *heap = &vm->heap;
    /* type_dealloc leaves the subclasses of the bases first */
    if (heap_kind(heap, object) == KIND_TYPE) type_remove_from_bases(vm, object);
    weakref_clear_all(vm, object);
}

static void call_weakref(void *context, Ref weak) {
    weakref_call_collected(context, weak);
}

/* ---- collections ---- */

static void collection(void *context, bool ended, unsigned generation, uint64_t collected) {
    gc_call_callbacks(context, ended, generation, collected);
}

/* ---- comparison of keys ---- */

/* Whether comparing with the object cannot run Python code. */
static bool is_simple(const Vm *vm, Ref object) {
    switch (heap_kind(&vm->heap, object)) {
    case KIND_STR:
    case KIND_INT:
    case KIND_BOOL:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_BYTES:
    case KIND_SINGLETON: return !type_is_heap(vm, heap_type(&vm->heap, object));
    default: return false;
    }
}

/* The table's key is held while it is compared (lookdict, set_lookkey). */
static int equal(void *context, Ref a, Ref b) {
    static const char *const slots[] = {"the key in the table"};
    static const NativeFrame description = {"a comparison of keys", slots, 1};
    Vm *vm = context;
    if (vm->halt) return -1;
    if (is_simple(vm, a) && is_simple(vm, b)) return object_compare_bool(vm, a, b, COMPARE_EQ);
    Ref frame = native_push(vm, &description);
    if (!frame) return -1;
    native_put(vm, frame, 0, new_ref(vm, a));
    int result = object_compare_bool(vm, a, b, COMPARE_EQ);
    native_pop(vm, frame);
    return result;
}

/* ---- the rest ---- */

static void event(void *context, HeapEvent what, Ref object, uint32_t detail) {
    Vm *vm = context;
    if (vm->host.event) vm->host.event(vm->host.context, what, object, detail);
}

static bool is_raising(void *context) {
    const Vm *vm = context;
    return vm->halt || vm_machine(vm)->error_type;
}

static void visit_machine(void *context, Visitor *visitor) {
    const Vm *vm = context;
    const Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    const HeapRoot *root = heap_root(heap);
    held_traverse(heap, visitor);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->error_type);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->error_value);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->error_traceback);
    visit_field(visitor, SLOT_FIELD_HANDLED, machine->handled);
    visit_field(visitor, SLOT_FIELD_BUILTINS, machine->builtins);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->modules);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->parser_arena);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->displayed);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->repr_dict);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->exit_hook);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->native_modules);
    visit_field(visitor, SLOT_FIELD_MACHINE, machine->keyword_mark);
    for (size_t i = 0; i < sizeof machine->spare_refs / sizeof(Ref); ++i) {
        visit_field(visitor, SLOT_FIELD_MACHINE, machine->spare_refs[i]);
    }
    for (int i = 0; i < MACHINE_PARSERS; ++i) {
        visit_field(visitor, SLOT_FIELD_MACHINE, machine->parser_names[i]);
    }
    for (int id = 0; id < TYPE_ID_COUNT; ++id) {
        visit_field(visitor, SLOT_FIELD_MACHINE, root->types[id]);
    }
    frame_visit_all(vm, visitor);
}

void host_connect(Vm *vm) {
    vm->heap.host = (HeapHost){.context = vm,
                               .finalize = finalize,
                               .clear_weakrefs = clear_weakrefs,
                               .call_weakref = call_weakref,
                               .collection = collection,
                               .equal = equal,
                               .event = event,
                               .is_raising = is_raising,
                               .visit_machine = visit_machine};
}
