#include "app/sandbox/typed_code.h"

#include "base/arena.h"
#include "python/syntax.h"

#include <string.h>

void typed_code_deinit(TypedCode *typed) {
    array_deinit(&typed->statements);
    text_deinit(&typed->message);
    *typed = (TypedCode){0};
}

size_t typed_line_start(Text text, size_t line) {
    size_t offset = 0;
    for (; line > 1 && offset < text.length; offset++) line -= text.bytes[offset] == '\n';
    return offset;
}

static size_t line_end(Text text, size_t offset) {
    while (offset < text.length && text.bytes[offset] != '\n') offset++;
    return offset;
}

/* ---- problems ---- */

/* A place as problems tell it, in the text: nearly all count their columns in bytes. */
static size_t offset_of(Text text, int line, int column) {
    size_t start = typed_line_start(text, line > 0 ? (size_t)line : 1);
    size_t end = line_end(text, start);
    size_t at = start;
    if (column > 1) at = (size_t)(column - 1) < end - start ? start + (size_t)(column - 1) : end;
    while (at > start && at < text.length && ((unsigned char)text.bytes[at] & 0xC0) == 0x80) at--;
    return at;
}

/* `text` is what the problem's lines count in: a part of the whole from `base`. */
static void take_problem(TypedCode *out, const SyntaxProblem *problem, Text text, size_t base) {
    text_clear(&out->message);
    text_appendf(&out->message, "%s: %s", syntax_problem_type(problem->kind), problem->message);
    size_t from = offset_of(text, problem->line, problem->column);
    size_t to = problem->end_column > 0
                    ? offset_of(text, problem->end_line > 0 ? problem->end_line : problem->line,
                                problem->end_column)
                    : from;
    out->wrong_from = base + from;
    out->wrong_to = base + (to > from ? to : from);
}

static bool is_unclosed(const SyntaxProblem *problem) {
    return strstr(problem->message, "was never closed") ||
           strstr(problem->message, "unterminated triple") ||
           strstr(problem->message, "unexpected EOF");
}

/* ---- statements ---- */

static bool is_block(const Stmt *statement) {
    switch (statement->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF:
    case STMT_CLASS_DEF:
    case STMT_FOR:
    case STMT_ASYNC_FOR:
    case STMT_WHILE:
    case STMT_IF:
    case STMT_WITH:
    case STMT_ASYNC_WITH:
    case STMT_MATCH:
    case STMT_TRY:
    case STMT_TRY_STAR: return true;
    default: return false;
    }
}

/* Lines of the text by their number, so that many statements take no longer than one after the
 * other. */
typedef struct Lines {
    Text text;
    Array(size_t) starts;
} Lines;

static Lines lines_of(Text text) {
    Lines lines = {.text = text};
    array_push(&lines.starts, 0);
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\n') array_push(&lines.starts, i + 1);
    }
    return lines;
}

static size_t start_of_line(const Lines *lines, int line) {
    size_t number = line > 1 ? (size_t)line - 1 : 0;
    return number < lines->starts.count ? lines->starts.items[number] : lines->text.length;
}

static void add_statement(TypedCode *out, const Lines *lines, const Stmt *statement) {
    const ExprList *decorators = ast_decorators(statement);
    int line = statement->at.line;
    if (decorators && decorators->count) line = decorators->items[0]->at.line;
    size_t start = start_of_line(lines, line);
    size_t end = line_end(lines->text, start_of_line(lines, statement->at.end_line));
    if (out->statements.count) {
        TypedStatement *last = &array_last(&out->statements);
        if (start < last->start + last->length) {
            if (end > last->start + last->length) last->length = end - last->start;
            return;
        }
    }
    array_push(&out->statements, ((TypedStatement){start, end - start}));
}

/* What the parser lets pass and the compiler does not: 'return' outside a function. */
static bool compiles(TypedCode *out, Text text, TypedStatement statement) {
    Arena arena = {0};
    Text part = {text.bytes + statement.start, statement.length};
    SyntaxModule *module;
    SyntaxProblem problem = {0};
    CodeUnit *code;
    bool parsed = parse_module(&arena, part, "<stdin>", PARSE_SINGLE, &module, &problem);
    bool good = parsed && compile_module(&arena, module, "<stdin>", COMPILE_INTERACTIVE, &code,
                                         NULL, &problem);
    /* what is not supported is told by the machine, in its own words */
    if (!good && problem.kind != PROBLEM_UNSUPPORTED) {
        take_problem(out, &problem, part, statement.start);
        out->state = TYPED_WRONG;
    }
    if (parsed) module_deinit(module);
    arena_deinit(&arena);
    return out->state != TYPED_WRONG;
}

void typed_code_read(Text text, TypedCode *out) {
    Arena arena = {0};
    SyntaxModule *module;
    SyntaxProblem problem = {0};
    typed_code_deinit(out);
    if (!parse_module(&arena, text, "<stdin>", PARSE_FILE, &module, &problem)) {
        out->state = !problem.incomplete     ? TYPED_WRONG
                     : is_unclosed(&problem) ? TYPED_UNCLOSED
                                             : TYPED_OPEN;
        take_problem(out, &problem, text, 0);
        arena_deinit(&arena);
        return;
    }
    Lines lines = lines_of(text);
    for (size_t i = 0; i < module->body.count; i++) {
        add_statement(out, &lines, module->body.items[i]);
    }
    array_deinit(&lines.starts);
    out->state = module->body.count ? TYPED_WHOLE : TYPED_EMPTY;
    if (module->body.count) {
        const Stmt *last = module->body.items[module->body.count - 1];
        bool definition = ast_decorators(last) != NULL;
        out->block = is_block(last);
        out->one_line_def = definition && last->at.line == last->at.end_line;
    }
    module_deinit(module);
    arena_deinit(&arena);
    for (size_t i = 0; i < out->statements.count; i++) {
        if (!compiles(out, text, out->statements.items[i])) break;
    }
}

/* ---- copies of sessions ---- */

static bool begins(Text line, const char *prompt) {
    size_t length = strlen(prompt);
    if (line.length < length)
        return line.length == length - 1 && memcmp(line.bytes, prompt, length - 1) == 0;
    return memcmp(line.bytes, prompt, length) == 0;
}

bool typed_is_session(Text text) {
    Text line;
    return text_next_line(&text, &line) && begins(line, ">>> ");
}

void typed_append_session(Text text, TextBuffer *out) {
    for (Text line; text_next_line(&text, &line);) {
        if (!begins(line, ">>> ") && !begins(line, "... ")) continue;
        size_t prompt = line.length < 4 ? line.length : 4;
        text_append(out, line.bytes + prompt, line.length - prompt);
        text_append_char(out, '\n');
    }
}
