/* The module sys: what of it concerns memory, and constants. All its other names are known. */
#include "base/text.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"
#include "python/frame.h"
#include "python/startup.h"
#include "python/stream.h"

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static Ref int_of(Vm *vm, int64_t value) {
    return or_no_memory(vm, int_new(&vm->heap, value));
}

static Ref getrefcount(Vm *vm, Ref self, Args args) {
    (void)self;
    const Object *head = heap_object(&vm->heap, args.values[0]);
    if (head->flags & OBJECT_SHARED)
        return vm_unsupported(vm, "the refcount of a value that the interpreter itself shares, "
                                  "which depends on its own start-up,");
    return int_of(vm, head->refcount);
}

/* Bytes that CPython has before the object, as the type tells: GC head and managed dict
 * (_PyType_PreHeaderSize). */
static int64_t size_before(const Vm *vm, Ref object) {
    uint32_t flags = heap_type_of(&vm->heap, object)->flags;
    return (flags & TYPE_GC ? GRANULE : 0) + (flags & TYPE_MANAGED_DICT ? GRANULE : 0);
}

/* _PySys_GetSizeOf: -1 with an exception. */
static int64_t size_of(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    bool found;
    Ref result = object_call_bound(vm, object, "__sizeof__", NULL, 0, &found);
    if (!result) {
        char name[TYPE_NAME_MAX];
        if (!found && !vm_failed(vm))
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "Type %s doesn't define __sizeof__",
                     object_type_name(vm, object, name, sizeof name));
        return -1;
    }
    int64_t size;
    if (!is_instance_flag(heap, result, TYPE_INT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "an integer is required");
        size = -1;
    } else if (!int_to_i64(heap, result, &size)) {
        vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
        size = -1;
    } else if (size < 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "__sizeof__() should return >= 0");
        size = -1;
    }
    heap_decref(heap, result);
    return size < 0 ? -1 : size + size_before(vm, object);
}

static Ref getsizeof(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"object", "default", NULL};
    Ref given[2];
    if (!args_parse(vm, "getsizeof", args, names, 1, 2, given)) return REF_NULL;
    int64_t size = size_of(vm, given[0]);
    if (size >= 0) return int_of(vm, size);
    if (given[1] && !vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
        vm_clear_error(vm);
        return new_ref(vm, given[1]);
    }
    return REF_NULL;
}

static Ref intern(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref text = args.values[0];
    char name[TYPE_NAME_MAX];
    object_type_name(vm, text, name, sizeof name);
    if (!is_instance_flag(&vm->heap, text, TYPE_STR))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "intern() argument must be str, not %s", name);
    if (!is_exact(&vm->heap, text, TYPE_ID_STR))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't intern %s", name);
    return or_no_memory(vm, str_intern(&vm->heap, new_ref(vm, text)));
}

static Ref getrecursionlimit(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    return int_of(vm, vm_machine(vm)->recursion_limit);
}

static Ref setrecursionlimit(Vm *vm, Ref self, Args args) {
    (void)self;
    int64_t limit;
    if (!object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &limit)) return REF_NULL;
    if (limit > INT32_MAX)
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "signed integer is greater than maximum");
    if (limit < 1)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "recursion limit must be greater or equal than 1");
    const Machine *machine = vm_machine(vm);
    if (machine->recursion_depth >= limit)
        return vm_raise(vm, TYPE_ID_RECURSION_ERROR,
                        "cannot set the recursion limit to %lld at the recursion depth %u: the "
                        "limit is too low",
                        (long long)limit, machine->recursion_depth);
    vm_set(vm, machine->recursion_limit, (uint32_t)limit);
    return new_none(vm);
}

static Ref exc_info(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none;
    Ref exception = frame_handled_exception(vm);
    Ref values[3] = {none, none, none};
    if (exception) {
        Ref traceback = heap_at(heap, Exception, exception)->traceback;
        values[0] = heap_type(heap, exception);
        values[1] = exception;
        if (traceback) values[2] = traceback;
    }
    return or_no_memory(vm, tuple_pack(heap, 3, values));
}

static Ref exception(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    Ref handled = frame_handled_exception(vm);
    return handled ? new_ref(vm, handled) : new_none(vm);
}

static Ref sys_exit(Vm *vm, Ref self, Args args) {
    (void)self;
    error_set_object(vm, type_ref(&vm->heap, TYPE_ID_SYSTEM_EXIT),
                     args.count ? args.values[0] : heap_root(&vm->heap)->none);
    return REF_NULL;
}

static Ref getframe(Vm *vm, Ref self, Args args) {
    (void)self;
    int64_t depth = 0;
    if (args.count && !object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &depth))
        return REF_NULL;
    if (depth > INT32_MAX)
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "signed integer is greater than maximum");
    return frame_find_object(vm, depth < 0 ? 0 : (uint32_t)depth);
}

static Ref is_finalizing(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    return new_bool(vm, vm_machine(vm)->shutting_down);
}

static Ref static_text(Vm *vm, const char *text) {
    return new_ref(vm, str_static(&vm->heap, text));
}

static Ref getdefaultencoding(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    return static_text(vm, "utf-8");
}

static Ref getfilesystemencoding(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    return static_text(vm, "utf-8");
}

extern const NativeFunction sys_functions[];
const NativeFunction sys_functions[] = {
    {"getrefcount", getrefcount, NATIVE_O, 1, 1, 0},
    {"getsizeof", getsizeof, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"intern", intern, NATIVE_O, 1, 1, 0},
    {"getrecursionlimit", getrecursionlimit, NATIVE_NOARGS, 0, 0, 0},
    {"setrecursionlimit", setrecursionlimit, NATIVE_O, 1, 1, 0},
    {"exc_info", exc_info, NATIVE_NOARGS, 0, 0, 0},
    {"exception", exception, NATIVE_NOARGS, 0, 0, 0},
    {"exit", sys_exit, NATIVE_FAST, 0, 1, 0},
    {"_getframe", getframe, NATIVE_FAST, 0, 1, 0},
    {"is_finalizing", is_finalizing, NATIVE_NOARGS, 0, 0, 0},
    {"getdefaultencoding", getdefaultencoding, NATIVE_NOARGS, 0, 0, 0},
    {"getfilesystemencoding", getfilesystemencoding, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

/* What dir(sys) has besides, in CPython 3.11.2 on Linux. */
static const char unbuilt_names[] =
    "__breakpointhook__ __displayhook__ __excepthook__ __interactivehook__ __stdin__ "
    "__unraisablehook__ _base_executable _clear_type_cache _current_exceptions _current_frames "
    "_debugmallocstats _framework _getquickenedcount _git _home _stdlib_dir _xoptions abiflags "
    "addaudithook audit base_exec_prefix base_prefix breakpointhook builtin_module_names "
    "call_tracing copyright displayhook dont_write_bytecode excepthook exec_prefix "
    "executable flags float_info get_asyncgen_hooks get_coroutine_origin_tracking_depth "
    "get_int_max_str_digits getallocatedblocks getdlopenflags getfilesystemencodeerrors getprofile "
    "getswitchinterval gettrace hash_info implementation int_info meta_path orig_argv path "
    "path_hooks path_importer_cache platlibdir prefix pycache_prefix set_asyncgen_hooks "
    "set_coroutine_origin_tracking_depth set_int_max_str_digits setdlopenflags setprofile "
    "setswitchinterval settrace stdin stdlib_module_names thread_info unraisablehook version "
    "version_info warnoptions";

static void put(Vm *vm, Ref dict, const char *name, Ref value) {
    dict_set_str(&vm->heap, dict, str_static(&vm->heap, name), value);
    if (!(heap_object(&vm->heap, value)->flags & OBJECT_STATIC)) heap_decref(&vm->heap, value);
}

void sys_fill(Vm *vm, Ref dict) {
    Heap *heap = &vm->heap;
    Ref out = stream_new(vm, 1, STREAM_LINES), err = stream_new(vm, 2, STREAM_LINES);
    put(vm, dict, "__stdout__", out);
    put(vm, dict, "stdout", out);
    put(vm, dict, "__stderr__", err);
    put(vm, dict, "stderr", err);
    put(vm, dict, "maxsize", int_new(heap, INT64_MAX));
    put(vm, dict, "maxunicode", int_new(heap, 0x10FFFF));
    put(vm, dict, "byteorder", str_static(heap, "little"));
    put(vm, dict, "platform", str_static(heap, "linux"));
    put(vm, dict, "float_repr_style", str_static(heap, "short"));
    put(vm, dict, "api_version", int_new(heap, 1013));
    put(vm, dict, "hexversion", int_new(heap, 0x030b02f0));
    Ref argv = list_new(heap, 1);
    list_init_item(heap, argv, 0,
                   vm->argument ? str_new_cstr(heap, vm->argument)
                                : new_ref(vm, str_static(heap, "")));
    put(vm, dict, "argv", argv);
    startup_add_unbuilt(vm, dict, "sys", unbuilt_names);
}
