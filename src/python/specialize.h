/* Quickening and specialised instructions (Python/specialize.c of CPython 3.11), as far as a count,
 * a recursion or the place of an object can show them.
 *
 * Code that has run a while (eight calls or jumps backwards) is quickened: some of its instructions
 * are then adaptive, look at their operands and take on a *form* made for these. A form keeps a
 * guard; operands that fail it are served by the plain instruction, and after 53 such misses the
 * instruction is adaptive again. Where none of the forms fits, it waits twice as long before each
 * further try.
 *
 * An instruction that takes part has an inline cache (CodeWord.cache), which lies in the image:
 * what is warm after a step is cold again when the step is undone. The stack machine asks
 * `specialize` once for each such instruction and acts on the answer; to all others nothing
 * happens. */
#ifndef LASTREF_PYTHON_SPECIALIZE_H
#define LASTREF_PYTHON_SPECIALIZE_H

#include "python/opcode.h"
#include "python/vm.h"

enum { QUICKENING_WARMUP_DELAY = 8 };

/* InlineCache.form. CPython's names, BINARY_OP_ADD_INT and its like being one form here. What a
 * form does otherwise than the plain instruction is told beside it; where nothing is told, the form
 * only takes part in the counting. */
typedef enum Form {
    FORM_PLAIN, /* adaptive, or the guard failed: the plain instruction runs */

    FORM_BINARY_OP_INT,   /* drops the right operand first */
    FORM_BINARY_OP_FLOAT, /* the same */
    FORM_BINARY_OP_ADD_UNICODE,
    FORM_BINARY_OP_INPLACE_ADD_UNICODE, /* the local grows in place; STORE_FAST is done with */

    FORM_COMPARE_OP_FLOAT_JUMP, /* these three: no recursion check */
    FORM_COMPARE_OP_INT_JUMP,
    FORM_COMPARE_OP_STR_JUMP,

    FORM_BINARY_SUBSCR_LIST_INT, /* these three: drop the key first */
    FORM_BINARY_SUBSCR_TUPLE_INT,
    FORM_BINARY_SUBSCR_DICT,
    FORM_BINARY_SUBSCR_GETITEM, /* the operands move into the frame of __getitem__ */

    FORM_STORE_SUBSCR_LIST_INT, /* these two: key and value move into the container */
    FORM_STORE_SUBSCR_DICT,

    FORM_STORE_ATTR_INSTANCE_VALUE, /* these three: the value moves into the object */
    FORM_STORE_ATTR_SLOT,
    FORM_STORE_ATTR_WITH_HINT,

    FORM_PRECALL_PYFUNC,
    FORM_PRECALL_BOUND_METHOD,
    FORM_PRECALL_NO_KW_STR_1, /* str(x) without a tuple of arguments */
    FORM_PRECALL_NO_KW_TYPE_1,
    FORM_PRECALL_NO_KW_TUPLE_1,
    FORM_PRECALL_BUILTIN_CLASS,
    FORM_PRECALL_NO_KW_BUILTIN_O,
    FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_O,
    FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS,
    FORM_PRECALL_NO_KW_BUILTIN_FAST, /* from here on: no recursion check */
    FORM_PRECALL_BUILTIN_FAST_WITH_KEYWORDS,
    FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST, /* this and the next: self is dropped last */
    FORM_PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,
    FORM_PRECALL_NO_KW_LEN,
    FORM_PRECALL_NO_KW_ISINSTANCE,
    FORM_PRECALL_NO_KW_LIST_APPEND,
} Form;

/* Whether the instruction gets an inline cache. */
bool specialize_takes_part(uint32_t word);

/* The instruction about to run, its operands on the value stack. */
typedef struct Site {
    const Code *code;
    const CodeWord *words;
    const Ref *slots; /* of the running frame */
    const Ref *sp;
    uint32_t ip;
    Ref names; /* of keyword arguments, for PRECALL, or 0 */
} Site;

/* What RESUME and JUMP_BACKWARD do: counts until the code is quickened. */
static inline void specialize_warm_up(Vm *vm, const Code *code) {
    if (code->warmup < QUICKENING_WARMUP_DELAY) {
        heap_set(&vm->heap, code->warmup, code->warmup + 1);
    }
}

static inline bool specialize_is_quickened(const Code *code) {
    return code->warmup == QUICKENING_WARMUP_DELAY;
}

/* The form in which an instruction with an inline cache of quickened code runs now: counts, tries,
 * takes on a form or gives it up. Runs no Python. */
Form specialize(Vm *vm, const Site *site);

/* PyType_Modified: what was specialised for the class or one derived from it will miss. */
void specialize_forget_type(Vm *vm, Ref type);

#endif
