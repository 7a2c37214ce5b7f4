#include "export/python_statement.h"

#include "base/arena.h"
#include "base/translate.h"
#include "python/syntax.h"

#include <stdlib.h>
#include <string.h>

/* What is written otherwise in a script. */
typedef struct Change {
    Location at;
    bool displayed; /* the value is handed to sys.displayhook; else it becomes `pass` */
} Change;

typedef Array(Change) Changes;

/* ---- what a script says otherwise ---- */

static void find_changes(const StmtList *body, Changes *out);

static void find_in_handlers(const ExceptHandlerList *handlers, Changes *out) {
    for (size_t i = 0; i < handlers->count; i++) find_changes(&handlers->items[i]->body, out);
}

/* In this statement, as far as it is of the outer level. */
static void find_in(const Stmt *statement, Changes *out) {
    switch (statement->kind) {
    case STMT_EXPR: array_push(out, ((Change){statement->at, true})); break;
    /* says nothing at the outer level, where a script must not say it of a name in use */
    case STMT_GLOBAL: array_push(out, ((Change){statement->at, false})); break;
    case STMT_FOR:
        find_changes(&statement->for_.body, out);
        find_changes(&statement->for_.orelse, out);
        break;
    case STMT_WHILE:
        find_changes(&statement->while_.body, out);
        find_changes(&statement->while_.orelse, out);
        break;
    case STMT_IF:
        find_changes(&statement->if_.body, out);
        find_changes(&statement->if_.orelse, out);
        break;
    case STMT_WITH: find_changes(&statement->with.body, out); break;
    case STMT_TRY:
    case STMT_TRY_STAR:
        find_changes(&statement->try_.body, out);
        find_in_handlers(&statement->try_.handlers, out);
        find_changes(&statement->try_.orelse, out);
        find_changes(&statement->try_.finalbody, out);
        break;
    case STMT_MATCH:
        for (size_t i = 0; i < statement->match.cases.count; i++) {
            find_changes(&statement->match.cases.items[i]->body, out);
        }
        break;
    default: break;
    }
}

static void find_changes(const StmtList *body, Changes *out) {
    for (size_t i = 0; i < body->count; i++) find_in(body->items[i], out);
}

/* ---- text ---- */

/* As Python reads it: each line ends with one line feed. */
static void append_with_feeds(Text text, TextBuffer *out) {
    for (size_t i = 0; i < text.length; i++) {
        bool with_return = text.bytes[i] == '\r';
        if (with_return && i + 1 < text.length && text.bytes[i + 1] == '\n') continue;
        text_append_char(out, with_return ? '\n' : text.bytes[i]);
    }
    if (!out->length || out->bytes[out->length - 1] != '\n') text_append_char(out, '\n');
}

/* Where line and column are in the text. */
static size_t offset_of(Text text, int line, int column) {
    size_t at = 0;
    while (--line > 0) {
        const char *feed = memchr(text.bytes + at, '\n', text.length - at);
        if (!feed) return text.length;
        at = (size_t)(feed - text.bytes) + 1;
    }
    at += (size_t)column;
    return at < text.length ? at : text.length;
}

static void append_part(Text text, size_t from, size_t to, TextBuffer *out) {
    if (to > from) text_append(out, text.bytes + from, to - from);
}

/* In the order of the text, which is that of the tree. */
static void write_changed(Text text, const Changes *changes, bool displayed, TextBuffer *out) {
    size_t from = 0;
    for (size_t i = 0; i < changes->count; i++) {
        const Location *at = &changes->items[i].at;
        size_t begin = offset_of(text, at->line, at->column);
        size_t end = offset_of(text, at->end_line, at->end_column);
        append_part(text, from, begin, out);
        if (changes->items[i].displayed && !displayed) {
            append_part(text, begin, end, out);
        } else if (changes->items[i].displayed) {
            text_append_string(out, "__import__('sys').displayhook((");
            append_part(text, begin, end, out);
            text_append_string(out, "))");
        } else {
            text_append_string(out, "pass");
        }
        from = end;
    }
    append_part(text, from, text.length, out);
}

/* ---- what it is ---- */

static bool is_call_of_collect(const Stmt *statement) {
    if (statement->kind != STMT_EXPR || statement->expr.value->kind != EXPR_CALL) return false;
    const Expr *function = statement->expr.value->call.func;
    const char *name = function->kind == EXPR_ATTRIBUTE ? function->attribute.attr
                       : function->kind == EXPR_NAME    ? function->name.id
                                                        : "";
    return strcmp(name, "collect") == 0;
}

static bool is_from_future(const Stmt *statement) {
    return statement->kind == STMT_IMPORT_FROM && statement->import_from.module &&
           strcmp(statement->import_from.module, "__future__") == 0;
}

static bool make(const SyntaxModule *module, Text text, bool displayed, PythonStatement *out,
                 Error *error) {
    const StmtList *body = &module->body;
    for (size_t i = 0; i < body->count; i++) {
        if (is_from_future(body->items[i])) {
            return error_set(error, _("`from __future__` has to stand at the start of a script"));
        }
    }
    Changes changes = {0};
    find_changes(body, &changes);
    write_changed(text, &changes, displayed, &out->text);
    array_deinit(&changes);
    out->collects = body->count > 0;
    for (size_t i = 0; i < body->count; i++) {
        bool last = i + 1 == body->count;
        bool fits = last ? is_call_of_collect(body->items[i]) : body->items[i]->kind == STMT_IMPORT;
        out->collects = out->collects && fits;
    }
    return true;
}

bool python_statement_make(Text typed, bool displayed, PythonStatement *out, Error *error) {
    Arena arena = {0};
    SyntaxProblem problem = {0};
    SyntaxModule *module = NULL;
    TextBuffer text = {0};
    append_with_feeds(typed, &text);
    Text source = text_view(&text);
    bool ok = parse_module(&arena, source, "<stdin>", PARSE_SINGLE, &module, &problem);
    if (ok) {
        ok = make(module, source, displayed, out, error);
        module_deinit(module);
    } else {
        error_set(error, "%s", problem.message);
    }
    text_deinit(&text);
    arena_deinit(&arena);
    return ok;
}

/* ---- scripts ---- */

static void add_part(PythonParts *parts, const Stmt *statement) {
    const ExprList *decorators = ast_decorators(statement);
    int first = statement->at.line;
    if (decorators && decorators->count) first = decorators->items[0]->at.line;
    PythonPart part = {(uint32_t)first, (uint32_t)statement->at.end_line};
    if (parts->count && array_last(parts).last >= part.first) {
        if (array_last(parts).last < part.last) array_last(parts).last = part.last;
    } else {
        array_push(parts, part);
    }
}

bool python_parts_read(Text source, PythonParts *out, Error *error) {
    Arena arena = {0};
    SyntaxProblem problem = {0};
    SyntaxModule *module = NULL;
    bool ok = parse_module(&arena, source, "script", PARSE_FILE, &module, &problem);
    if (ok) {
        for (size_t i = 0; i < module->body.count; i++) add_part(out, module->body.items[i]);
        module_deinit(module);
    } else {
        error_set(error, _("line %d: %s"), problem.line, problem.message);
    }
    arena_deinit(&arena);
    return ok;
}

bool python_script_is_valid(Text source, Error *error) {
    Arena arena = {0};
    SyntaxProblem problem = {0};
    SyntaxModule *module = NULL;
    CodeUnit *unit = NULL;
    bool ok = parse_module(&arena, source, "script", PARSE_FILE, &module, &problem);
    if (ok) {
        ok = compile_module(&arena, module, "script", COMPILE_FILE, &unit, NULL, &problem);
        module_deinit(module);
    }
    if (!ok) error_set(error, "%s", problem.message);
    arena_deinit(&arena);
    return ok;
}
