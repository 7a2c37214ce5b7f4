/* Prints the code units of a file as text, for comparison with what code_oracle.py prints of
 * CPython's own code objects:
 *
 *     code_dump FILE.py [--columns] [--single | --eval]
 *
 * One block a code object, the module first, nested ones in the order of consts. Exit status 1 with
 * the problem on stdout for a file that does not compile, 3 for one that is refused. */
#include "python/compile.h"
#include "python/opcode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_text(FILE *out, Text text) {
    fwrite(text.bytes, 1, text.length, out);
}

static void print_constant(FILE *out, const Constant *constant);

static void print_bytes(FILE *out, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 32 && byte < 127 && byte != '\\')
            fputc(byte, out);
        else
            fprintf(out, "\\x%02x", byte);
    }
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Set items in the order of their text. */
static void print_items_sorted(FILE *out, const Constant *constant) {
    size_t count = constant->tuple.count;
    char **lines = calloc(count + 1, sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        size_t size;
        FILE *line = open_memstream(&lines[i], &size);
        print_constant(line, constant->tuple.items[i]);
        fclose(line);
    }
    qsort(lines, count, sizeof *lines, compare_strings);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s,", lines[i]);
        free(lines[i]);
    }
    free(lines);
}

static void print_constant(FILE *out, const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: fprintf(out, "None"); break;
    case CONSTANT_TRUE: fprintf(out, "True"); break;
    case CONSTANT_FALSE: fprintf(out, "False"); break;
    case CONSTANT_ELLIPSIS: fprintf(out, "Ellipsis"); break;
    case CONSTANT_INT:
        fprintf(out, "int %s", constant->integer.negative ? "-" : "");
        for (size_t i = constant->integer.count; i-- > 0;)
            fprintf(out, "%08x.", constant->integer.digits[i]);
        break;
    case CONSTANT_FLOAT: fprintf(out, "float %.17g", constant->real); break;
    case CONSTANT_COMPLEX:
        fprintf(out, "complex %.17g %.17g", constant->complex.real, constant->complex.imaginary);
        break;
    case CONSTANT_STR:
        fprintf(out, "str '");
        print_bytes(out, constant->text.bytes, constant->text.length);
        fprintf(out, "'");
        break;
    case CONSTANT_BYTES:
        fprintf(out, "bytes '");
        print_bytes(out, constant->text.bytes, constant->text.length);
        fprintf(out, "'");
        break;
    case CONSTANT_TUPLE:
        fprintf(out, "(");
        for (size_t i = 0; i < constant->tuple.count; i++) {
            print_constant(out, constant->tuple.items[i]);
            fprintf(out, ",");
        }
        fprintf(out, ")");
        break;
    case CONSTANT_FROZENSET:
        fprintf(out, "frozenset(");
        print_items_sorted(out, constant);
        fprintf(out, ")");
        break;
    }
}

static void print_const(FILE *out, CodeConst value) {
    if (value.code) {
        fprintf(out, "code ");
        print_text(out, value.code->name);
        fprintf(out, " line %d", value.code->first_line);
    } else {
        print_constant(out, value.constant);
    }
}

static void print_argument(FILE *out, const CodeUnit *code, const Instruction *item) {
    switch (opcode_argument(item->opcode)) {
    case OPARG_NONE: break;
    case OPARG_CONST:
        fprintf(out, " %u ", item->arg);
        print_const(out, code->consts[item->arg]);
        break;
    case OPARG_NAME: {
        uint32_t index = item->opcode == OP_LOAD_GLOBAL ? item->arg >> 1 : item->arg;
        fprintf(out, " %u ", item->arg);
        print_text(out, code->names[index]);
        break;
    }
    case OPARG_LOCAL:
    case OPARG_CELL:
        fprintf(out, " %u ", item->arg);
        print_text(out, code->slot_names[item->arg]);
        break;
    default: fprintf(out, " %u", item->arg); break;
    }
}

static void print_place(FILE *out, int32_t value) {
    if (value < 0)
        fprintf(out, " -");
    else
        fprintf(out, " %d", value);
}

static void print_code(FILE *out, const CodeUnit *code, bool columns) {
    fprintf(out, "code ");
    print_text(out, code->qualname);
    fprintf(out, " name ");
    print_text(out, code->name);
    fprintf(out,
            " line %d args %u %u %u locals %u flags 0x%x stack %u units %u linetable %u exceptions "
            "%u\n",
            code->first_line, code->argument_count, code->positional_only_count,
            code->keyword_only_count, code->local_count, code->flags, code->stack_size,
            code->cpython_code_units, code->cpython_linetable_size,
            code->cpython_exceptiontable_size);
    fprintf(out, "slots");
    for (uint32_t i = 0; i < code->slot_count; i++) {
        fprintf(out, " ");
        print_text(out, code->slot_names[i]);
        fprintf(out, ":0x%x", code->slot_kinds[i]);
    }
    fprintf(out, "\nnames");
    for (uint32_t i = 0; i < code->name_count; i++) {
        fprintf(out, " ");
        print_text(out, code->names[i]);
    }
    fprintf(out, "\n");
    for (uint32_t i = 0; i < code->const_count; i++) {
        fprintf(out, "const %u ", i);
        print_const(out, code->consts[i]);
        fprintf(out, "\n");
    }
    for (uint32_t i = 0; i < code->instruction_count; i++) {
        const Instruction *item = &code->instructions[i];
        if (item->location.line < 0)
            fprintf(out, "-");
        else
            fprintf(out, "%d", item->location.line);
        if (columns) {
            print_place(out, item->location.end_line);
            print_place(out, item->location.column);
            print_place(out, item->location.end_column);
        }
        fprintf(out, " @%u %s", item->unit, opcode_name(item->opcode));
        print_argument(out, code, item);
        fprintf(out, "\n");
    }
    for (uint32_t i = 0; i < code->exception_count; i++) {
        const ExceptionEntry *e = &code->exceptions[i];
        fprintf(out, "except %u %u -> %u depth %u%s\n", e->start, e->end, e->target, e->depth,
                e->push_lasti ? " lasti" : "");
    }
    fprintf(out, "\n");
    for (uint32_t i = 0; i < code->const_count; i++)
        if (code->consts[i].code) print_code(out, code->consts[i].code, columns);
}

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    size_t capacity = 1 << 16;
    char *bytes = malloc(capacity);
    *length = 0;
    for (size_t got; (got = fread(bytes + *length, 1, capacity - *length, file)) > 0;) {
        *length += got;
        if (*length == capacity) bytes = realloc(bytes, capacity *= 2);
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    FILE *out = stdout;
    bool columns = false;
    CompileMode mode = COMPILE_FILE;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--columns") == 0) columns = true;
        if (strcmp(argv[i], "--single") == 0) mode = COMPILE_INTERACTIVE;
        if (strcmp(argv[i], "--eval") == 0) mode = COMPILE_VALUE;
    }
    size_t length;
    char *source = argc > 1 ? read_file(argv[1], &length) : NULL;
    if (!source) return 2;
    Arena arena = {0};
    Module *module = NULL;
    CodeUnit *code = NULL;
    SyntaxProblem problem = {0};
    int status = 0;
    ParseMode parse_mode = mode == COMPILE_INTERACTIVE ? PARSE_SINGLE : PARSE_FILE;
    if (parse_module(&arena, (Text){source, length}, argv[1], parse_mode, &module, &problem) &&
        compile_module(&arena, module, argv[1], mode, &code, NULL, &problem)) {
        print_code(out, code, columns);
    } else {
        status = problem.kind == PROBLEM_UNSUPPORTED ? 3 : 1;
        fprintf(out, "%s %d %d %d %d: %s\n", syntax_problem_type(problem.kind), problem.line,
                problem.column, problem.end_line, problem.end_column, problem.message);
    }
    if (module) module_deinit(module);
    arena_deinit(&arena);
    free(source);
    return status;
}
