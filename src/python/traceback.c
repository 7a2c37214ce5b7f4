#include "python/traceback.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/error.h"
#include "python/exception.h"
#include "python/frame.h"
#include "python/native.h"
#include "python/syntax.h"

#include <string.h>

enum {
    SOURCE_INDENT = 4,
    ENTRIES_MAX = 1000, /* CPython's PyTraceBack_LIMIT */
    REPEATED_MAX = 3,   /* equal entries shown before "[Previous line repeated ...]" */
    CHAIN_MAX = 1000    /* linked exceptions shown */
};

/* ---- source lines ---- */

/* Line `number` of the script, without its end; false when the file is not the script, and late in
 * the shutdown: CPython reads the file through the module io, which has gone with sys.modules. */
static bool find_source_line(const Vm *vm, Ref filename, uint32_t number, Text *line) {
    if (vm_machine(vm)->shutting_down == SHUTDOWN_NO_IMPORT) return false;
    TextBuffer name = {0};
    str_append_to(&vm->heap, filename, &name);
    bool script = vm->script_name && strcmp(text_cstr(&name), vm->script_name) == 0;
    text_deinit(&name);
    if (!script || !number || !vm->script_source.bytes || !vm_machine(vm)->main) return false;
    const char *at = vm->script_source.bytes, *end = at + vm->script_source.length;
    if (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    for (uint32_t i = 1; i < number; ++i) {
        while (at < end && *at != '\n' && *at != '\r') ++at;
        if (at < end && *at == '\r') ++at;
        if (at < end && *at == '\n') ++at;
    }
    if (at >= end) return false;
    const char *stop = at;
    while (stop < end && *stop != '\n' && *stop != '\r') ++stop;
    *line = (Text){at, (size_t)(stop - at)};
    return true;
}

/* Characters in the first `bytes` bytes of the line. */
static int64_t characters(Text line, size_t bytes) {
    return (int64_t)utf8_count((Text){line.bytes, bytes < line.length ? bytes : line.length});
}

/* ---- carets ---- */

/* The part of the marked range that is the operator or the brackets: in bytes of the segment. */
typedef struct Anchors {
    bool found;
    size_t left, right;
} Anchors;

static Anchors anchors_of_expr(Text segment, const Expr *expr) {
    Anchors anchors = {0};
    if (expr->kind == EXPR_SUBSCRIPT) {
        anchors = (Anchors){true, (size_t)expr->subscript.value->at.end_column,
                            (size_t)expr->subscript.slice->at.end_column + 1};
    }
    if (expr->kind == EXPR_BIN_OP) {
        size_t stop = (size_t)expr->bin_op.right->at.column;
        for (size_t i = (size_t)expr->bin_op.left->at.end_column; i < stop; ++i) {
            char c = segment.bytes[i];
            if (c == ' ' || c == '\t' || c == '\f') continue;
            anchors = (Anchors){true, i, i + 1};
            char second = i + 1 < stop ? segment.bytes[i + 1] : ' ';
            if (second != ' ' && second != '\t' && second != '\f') ++anchors.right;
            break;
        }
    }
    return anchors;
}

static Anchors find_anchors(Text segment) {
    Anchors anchors = {0};
    Arena arena = {0};
    SyntaxModule *module = NULL;
    SyntaxProblem problem = {0};
    if (parse_module(&arena, segment, "<segment>", PARSE_FILE, &module, &problem)) {
        if (module->body.count == 1 && module->body.items[0]->kind == STMT_EXPR) {
            anchors = anchors_of_expr(segment, module->body.items[0]->expr.value);
        }
        module_deinit(module);
    }
    arena_deinit(&arena);
    return anchors;
}

static void append_carets(Text line, CodePosition at, size_t indent, TextBuffer *out) {
    if (!at.line || !at.end_line || at.column == 0xFFFF || at.end_column == 0xFFFF) return;
    int64_t start = characters(line, at.column), end = characters(line, at.end_column);
    int64_t length = characters(line, line.length), left = -1, right = -1;
    if (at.line == at.end_line) {
        if (at.end_column > line.length || at.column > at.end_column) return;
        Text segment = {line.bytes + at.column, (size_t)(at.end_column - at.column)};
        Anchors anchors = find_anchors(segment);
        if (anchors.found) {
            left = characters(segment, anchors.left) + start;
            right = characters(segment, anchors.right) + start;
        }
    } else {
        size_t stop = line.length;
        while (stop > 0 && strchr(" \t\f", line.bytes[stop - 1])) --stop;
        end = characters(line, stop);
    }
    if (end - start == length - (int64_t)indent && left < 0) return;
    int64_t offset = (int64_t)indent - SOURCE_INDENT;
    while (++offset <= end) {
        char mark = offset <= start                    ? ' '
                    : left < 0                         ? '^'
                    : left < offset && offset <= right ? '^'
                                                       : '~';
        text_append_char(out, mark);
    }
    text_append_char(out, '\n');
}

/* ---- entries ---- */

static void append_entry(const Vm *vm, const Traceback *entry, const Code *code, TextBuffer *out) {
    const Heap *heap = &vm->heap;
    text_append_string(out, "  File \"");
    str_append_to(heap, code->filename, out);
    text_appendf(out, "\", line %u, in ", entry->line);
    str_append_to(heap, code->name, out);
    text_append_char(out, '\n');
    Text line;
    if (!find_source_line(vm, code->filename, entry->line, &line)) return;
    size_t indent = 0;
    while (indent < line.length && strchr(" \t\f", line.bytes[indent])) ++indent;
    text_append_string(out, "    ");
    text_append(out, line.bytes + indent, line.length - indent);
    text_append_char(out, '\n');
    if (entry->lasti >= code->count) return;
    append_carets(line, heap_at(heap, CodePosition, code->locations)[entry->lasti], indent, out);
}

static void append_repeated(uint32_t count, TextBuffer *out) {
    if (count <= REPEATED_MAX) return;
    count -= REPEATED_MAX;
    text_appendf(out, "  [Previous line repeated %u more time%s]\n", count, count > 1 ? "s" : "");
}

void traceback_append(Vm *vm, Ref traceback, TextBuffer *out) {
    const Heap *heap = &vm->heap;
    const Code *last = NULL;
    uint32_t depth = 0, last_line = 0, count = 0;
    text_append_string(out, "Traceback (most recent call last):\n");
    for (Ref at = traceback; at; at = heap_at(heap, Traceback, at)->next) ++depth;
    for (Ref at = traceback; at; at = heap_at(heap, Traceback, at)->next) {
        if (depth-- > ENTRIES_MAX) continue;
        const Traceback *entry = heap_at(heap, Traceback, at);
        const FrameObject *object = heap_at(heap, FrameObject, entry->frame);
        const Code *code = frame_code(vm, frame_at(vm, object->frame));
        if (!last || last->filename != code->filename || last->name != code->name ||
            last_line != entry->line) {
            append_repeated(count, out);
            last = code;
            last_line = entry->line;
            count = 0;
        }
        if (++count <= REPEATED_MAX) append_entry(vm, entry, code, out);
    }
    append_repeated(count, out);
}

/* ---- exceptions ---- */

/* str(object), or the fallback when that raises. */
static void append_str(Vm *vm, Ref object, const char *fallback, TextBuffer *out) {
    Ref text = object_str(vm, object);
    if (text) {
        str_append_to(&vm->heap, text, out);
        heap_decref(&vm->heap, text);
    } else {
        vm_clear_error(vm);
        text_append_string(out, fallback);
    }
}

/* The place of a SyntaxError that Python code made itself. */
static void append_syntax_place(Vm *vm, Ref value, TextBuffer *out) {
    Heap *heap = &vm->heap;
    Ref details = heap_at(heap, Exception, value)->extra[1];
    if (!details) return;
    int64_t line = 0, offset = 0;
    Ref parts[4];
    for (uint32_t i = 0; i < 4; ++i) parts[i] = tuple_get(heap, details, i);
    if (heap_kind(heap, parts[1]) == KIND_INT) int_to_i64(heap, parts[1], &line);
    if (heap_kind(heap, parts[2]) == KIND_INT) int_to_i64(heap, parts[2], &offset);
    text_append_string(out, "  File \"");
    if (heap_type_of(heap, parts[0])->flags & TYPE_STR)
        str_append_to(heap, parts[0], out);
    else
        text_append_string(out, "<string>");
    text_appendf(out, "\", line %lld\n", (long long)line);
    if (!(heap_type_of(heap, parts[3])->flags & TYPE_STR)) return;
    TextBuffer text = {0};
    str_append_to(heap, parts[3], &text);
    const char *start = text_cstr(&text);
    size_t length = text.length;
    while (length && start[length - 1] == '\n') --length;
    int64_t skipped = 0;
    while (length && strchr(" \t\f", *start)) ++start, --length, ++skipped;
    text_append_string(out, "    ");
    text_append(out, start, length);
    text_append_char(out, '\n');
    if (offset > skipped) {
        text_appendf(out, "    %*s^\n", (int)(offset - skipped - 1), "");
    }
    text_deinit(&text);
}

static void append_notes(Vm *vm, Ref value, TextBuffer *out) {
    Heap *heap = &vm->heap;
    Ref notes = object_find_attr(vm, value, name_ref(vm, "__notes__"));
    if (!notes) {
        vm_clear_error(vm);
        return;
    }
    if (heap_kind(heap, notes) == KIND_LIST) {
        for (uint32_t i = 0; i < list_size(heap, notes) && !vm->halt; ++i) {
            append_str(vm, list_get(heap, notes, i), "<note str() failed>", out);
            text_append_char(out, '\n');
        }
    } else {
        Ref text = object_repr(vm, notes);
        if (text)
            str_append_to(heap, text, out);
        else
            vm_clear_error(vm);
        text_append_char(out, '\n');
        heap_xdecref(heap, text);
    }
    heap_decref(heap, notes);
}

static void append_one(Vm *vm, Ref value, TextBuffer *out) {
    Heap *heap = &vm->heap;
    Ref traceback = heap_at(heap, Exception, value)->traceback;
    if (traceback) traceback_append(vm, traceback, out);
    bool syntax = type_is_subtype(vm, heap_type(heap, value), type_ref(heap, TYPE_ID_SYNTAX_ERROR));
    if (syntax) append_syntax_place(vm, value, out);
    exception_append_class(vm, heap_type(heap, value), out);
    TextBuffer message = {0};
    if (syntax && heap_at(heap, Exception, value)->extra[0]) {
        append_str(vm, heap_at(heap, Exception, value)->extra[0], "", &message);
    } else {
        append_str(vm, value, "<exception str() failed>", &message);
    }
    if (message.length) {
        text_append_string(out, ": ");
        text_append(out, text_cstr(&message), message.length);
    }
    text_deinit(&message);
    if (!vm->halt) suggestion_append(vm, value, out);
    text_append_char(out, '\n');
    if (!vm->halt) append_notes(vm, value, out);
}

/* The exception that is printed before this one, or null; `*cause` tells which link it is. */
static Ref linked_exception(const Vm *vm, Ref value, bool *cause) {
    const Exception *exception = heap_at(&vm->heap, Exception, value);
    *cause = exception->cause != 0;
    if (exception->cause) return exception->cause;
    return exception->suppress_context ? REF_NULL : exception->context;
}

static bool holds(const Ref *items, size_t count, Ref item) {
    for (size_t i = 0; i < count; ++i) {
        if (items[i] == item) return true;
    }
    return false;
}

static const NativeFrame print_frame = {"a traceback being printed", NULL, 0};

void traceback_append_exception(Vm *vm, Ref type, Ref value, Ref traceback, TextBuffer *out) {
    if (!value || !is_exception(vm, value)) {
        exception_append_class(vm, type, out);
        text_append_char(out, '\n');
        return;
    }
    if (traceback && !heap_at(&vm->heap, Exception, value)->traceback) {
        exception_set_traceback(vm, value, traceback);
    }
    Ref *chain = memory_alloc(CHAIN_MAX * sizeof(Ref));
    bool *causes = memory_alloc(CHAIN_MAX * sizeof(bool));
    size_t count = 0;
    for (Ref at = value; at && count < CHAIN_MAX && !holds(chain, count, at);) {
        chain[count] = at;
        at = linked_exception(vm, at, &causes[count]);
        ++count;
    }
    /* slot 0: print_exception holds what it prints; the others: print_exception_cause_and_context
     * holds each link until what it leads to is printed */
    Ref frame = native_push_slots(vm, &print_frame, (uint32_t)count);
    for (uint32_t i = 1; frame && i < count; ++i) native_put(vm, frame, i, new_ref(vm, chain[i]));
    while (frame && count-- > 0 && !vm->halt) {
        native_set(vm, frame, 0, new_ref(vm, chain[count]));
        append_one(vm, chain[count], out);
        if (vm->halt) break;
        native_set(vm, frame, 0, REF_NULL);
        if (!count) break;
        native_set(vm, frame, (uint32_t)count, REF_NULL);
        text_append_string(
            out, causes[count - 1]
                     ? "\nThe above exception was the direct cause of the following exception:\n\n"
                     : "\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    if (frame && !vm->halt) native_pop(vm, frame);
    memory_free(chain);
    memory_free(causes);
}
