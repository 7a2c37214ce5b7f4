#include "python/parse_internal.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    /* Rules on the C stack at once; a bracket takes about four. */
    MAX_RULES = 3000,
    /* f-strings inside f-strings; quotes run out at four. */
    MAX_F_STRINGS = 10,
};

/* Names ---------------------------------------------------------------------------------------- */

static size_t name_slot(const ParseShared *shared, Text text) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.bytes[i]) * 0x100000001B3u;
    }
    size_t slot = (size_t)(hash ^ hash >> 32) & (shared->name_capacity - 1);
    while (shared->names[slot].bytes &&
           !text_equal((Text){shared->names[slot].bytes, shared->names[slot].length}, text)) {
        slot = (slot + 1) & (shared->name_capacity - 1);
    }
    return slot;
}

static void grow_names(ParseShared *shared) {
    InternedName *old = shared->names;
    size_t old_capacity = shared->name_capacity;
    shared->name_capacity = old_capacity ? old_capacity * 2 : 256;
    shared->names = memory_alloc(shared->name_capacity * sizeof *shared->names);
    for (size_t i = 0; i < old_capacity; i++) {
        if (!old[i].bytes) continue;
        shared->names[name_slot(shared, (Text){old[i].bytes, old[i].length})] = old[i];
    }
    memory_free(old);
}

const char *parse_intern(ParseShared *shared, Text text) {
    if (shared->name_count * 2 >= shared->name_capacity) grow_names(shared);
    size_t slot = name_slot(shared, text);
    if (!shared->names[slot].bytes) {
        shared->names[slot] =
            (InternedName){arena_copy(shared->arena, text.bytes, text.length), text.length};
        shared->name_count++;
    }
    return shared->names[slot].bytes;
}

/* Raising -------------------------------------------------------------------------------------- */

/* The line `number` of the lexer's source, with its line end. */
static Text source_line(const Lexer *lexer, int number, int first) {
    const char *at = lexer->source;
    for (int line = first; line < number && at < lexer->source_end; line++) {
        const char *newline = memchr(at, '\n', (size_t)(lexer->source_end - at));
        if (!newline) return (Text){lexer->source_end, 0};
        at = newline + 1;
    }
    const char *end = memchr(at, '\n', (size_t)(lexer->source_end - at));
    return (Text){at, (size_t)((end ? end + 1 : lexer->source_end) - at)};
}

/* Characters that begin within the first `bytes` bytes; one past the end counts as one more. */
static int characters_within(Text line, int bytes) {
    if (bytes < 0) return -1;
    int count = 0;
    for (size_t i = 0; i < (size_t)bytes && i < line.length; i++) {
        count += ((unsigned char)line.bytes[i] & 0xC0) != 0x80;
    }
    return count + ((size_t)bytes > line.length);
}

/* Columns are bytes from 1. CPython 3.11 makes them characters only in a file that declares its
 * encoding; the lexer's own faults are in characters always. */
static void raise_located(Parser *p, ProblemKind kind, int line, int column, int end_line,
                          int end_column, const char *format, va_list args) {
    bool convert = p->shared->declared && !p->in_f_string;
    if (p->failed) return;
    p->failed = true;
    SyntaxProblem *problem = p->shared->problem;
    char message[1024];
    vsnprintf(message, sizeof message, format, args);
    bool prefix = p->in_f_string && strncmp(message, "f-string: ", 10) != 0;
    Text text = source_line(&p->lexer, line, p->lexer.first_line);
    if (p->in_f_string) {
        column -= p->shift;
        end_column -= p->shift;
    }
    *problem = (SyntaxProblem){
        .kind = kind,
        .message = arena_format(p->shared->arena, "%s%s", prefix ? "f-string: " : "", message),
        .line = line,
        .column = convert ? characters_within(text, column) : column,
        .end_line = end_line,
        .end_column = convert && end_column > 0 ? characters_within(text, end_column) : end_column,
        .text = text,
        .has_text = true,
    };
}

void *parse_raise_at(Parser *p, ProblemKind kind, int line, int column, int end_line,
                     int end_column, const char *format, ...) {
    va_list args;
    va_start(args, format);
    raise_located(p, kind, line, column + 1, end_line, end_column + 1, format, args);
    va_end(args);
    return NULL;
}

void *parse_raise_last(Parser *p, ProblemKind kind, const char *format, ...) {
    if (p->failed) return NULL;
    const Token *last = &p->tokens.items[p->tokens.count - 1]->token;
    int column = last->column + 1;
    /* A token without a place stands where the lexer is now; at the end of a file the line is
     * gone. */
    if (last->column < 0) {
        bool gone = p->lexer.status == LEX_END && last->kind != TOKEN_ERROR && !p->in_f_string;
        column = gone ? 0 : (int)(p->lexer.cursor - p->lexer.line_start);
    }
    va_list args;
    va_start(args, format);
    /* An IndentationError marks one place only. */
    bool ends = last->end_column >= 0 && kind != PROBLEM_INDENTATION_ERROR;
    raise_located(p, kind, last->line, column, last->end_line, ends ? last->end_column + 1 : -1,
                  format, args);
    va_end(args);
    return NULL;
}

Location parse_token_span(const ParsedToken *token) {
    return (Location){token->token.line, token->token.column, token->token.end_line,
                      token->token.end_column};
}

static void raise_unclosed(Parser *p) {
    int open = p->lexer.level - 1;
    parse_raise_at(p, PROBLEM_SYNTAX_ERROR, p->lexer.bracket_lines[open],
                   p->lexer.bracket_columns[open], p->lexer.bracket_lines[open], -1,
                   "'%c' was never closed", p->lexer.brackets[open]);
    p->shared->problem->incomplete = true;
}

/* Takes over what the lexer has to say, though an error of the parser may stand already. */
static void raise_lexer_fault(Parser *p) {
    const LexFault *found = &p->lexer.fault;
    const char *message = found->message;
    p->failed = true;
    *p->shared->problem = (SyntaxProblem){
        .kind = found->unsupported ? PROBLEM_UNSUPPORTED : PROBLEM_SYNTAX_ERROR,
        .message = arena_copy(p->shared->arena, message, strlen(message)),
        .line = found->line,
        .column = found->column,
        .end_line = found->line,
        .end_column = found->end_column,
        .text = source_line(&p->lexer, found->line, p->lexer.first_line),
        .has_text = true,
        .incomplete = strncmp(message, "unterminated triple", 19) == 0,
    };
}

static void raise_lexer_error(Parser *p) {
    Lexer *lexer = &p->lexer;
    p->lexer_failed = true;
    switch (lexer->status) {
    case LEX_FAULT: raise_lexer_fault(p); break;
    case LEX_END:
        if (lexer->level) {
            raise_unclosed(p);
        } else {
            parse_raise(p, "unexpected EOF while parsing");
            p->shared->problem->incomplete = true;
        }
        break;
    case LEX_DEDENT:
        parse_raise_indentation(p, "unindent does not match any outer indentation level");
        break;
    case LEX_TABS:
        parse_raise_at(p, PROBLEM_TAB_ERROR, lexer->line, 0, lexer->line, -1,
                       "inconsistent use of tabs and spaces in indentation");
        break;
    case LEX_TOO_DEEP:
        parse_raise_at(p, PROBLEM_INDENTATION_ERROR, lexer->line, 0, lexer->line, -1,
                       "too many levels of indentation");
        break;
    case LEX_JOIN:
        parse_raise_at(p, PROBLEM_SYNTAX_ERROR, lexer->line,
                       (int)(lexer->cursor - lexer->buffer_start) - 1, lexer->line, -1,
                       "unexpected character after line continuation character");
        break;
    case LEX_OK: assert(false); break;
    }
}

/* Tokens --------------------------------------------------------------------------------------- */

static void fill(Parser *p) {
    ParsedToken *parsed = arena_new(p->shared->arena, ParsedToken);
    array_push(&p->tokens, parsed);
    lex_next(&p->lexer, &parsed->token);
    Token *token = &parsed->token;
    if (token->kind == TOKEN_ERROR) {
        raise_lexer_error(p);
    } else if (token->kind == TOKEN_NAME) {
        parsed->name =
            parse_intern(p->shared, (Text){token->start, (size_t)(token->end - token->start)});
    }
}

TokenKind parse_peek_at(Parser *p, int ahead) {
    while (!p->failed && (size_t)(p->mark + ahead) >= p->tokens.count) fill(p);
    return p->failed ? TOKEN_ERROR : p->tokens.items[p->mark + ahead]->token.kind;
}

TokenKind parse_peek(Parser *p) {
    return parse_peek_at(p, 0);
}

ParsedToken *parse_token(Parser *p, int index) {
    return p->tokens.items[index];
}

ParsedToken *parse_expect(Parser *p, TokenKind kind) {
    if (parse_peek(p) != kind || p->failed) return NULL;
    return p->tokens.items[p->mark++];
}

bool parse_accept(Parser *p, TokenKind kind) {
    return parse_expect(p, kind) != NULL;
}

bool parse_force(Parser *p, TokenKind kind) {
    if (parse_accept(p, kind)) return true;
    if (p->failed) return false;
    const Token *token = &p->tokens.items[p->mark]->token;
    parse_raise_at(p, PROBLEM_SYNTAX_ERROR, token->line, token->column, token->end_line,
                   token->end_column, "expected '%s'", lex_spelling(kind));
    return false;
}

bool parse_is_soft(Parser *p, const char *word) {
    return parse_peek(p) == TOKEN_NAME && strcmp(p->tokens.items[p->mark]->name, word) == 0;
}

Location parse_span(Parser *p, int start) {
    const Token *first = &p->tokens.items[start]->token;
    int end = p->mark - 1;
    while (end > start) {
        TokenKind kind = p->tokens.items[end]->token.kind;
        if (kind != TOKEN_ENDMARKER && kind != TOKEN_NEWLINE && kind != TOKEN_INDENT &&
            kind != TOKEN_DEDENT)
            break;
        end--;
    }
    const Token *last = &p->tokens.items[end > 0 ? end : 0]->token;
    return (Location){first->line, first->column, last->end_line, last->end_column};
}

void *parse_alloc(Parser *p, size_t size) {
    return arena_alloc(p->shared->arena, size);
}

void *parse_take_items(Parser *p, void **items, size_t count) {
    if (count == 0) return NULL;
    void **copy = arena_array(p->shared->arena, void *, count);
    memcpy(copy, items, count * sizeof *copy);
    return copy;
}

static void raise_depth(ParseShared *shared, Parser *p) {
    p->failed = true;
    *shared->problem = (SyntaxProblem){
        .kind = PROBLEM_RECURSION,
        .message = "maximum recursion depth exceeded during compilation",
    };
}

bool parse_enter(Parser *p) {
    if (p->failed) return false;
    if (p->shared->depth >= MAX_RULES) {
        raise_depth(p->shared, p);
        return false;
    }
    p->shared->depth++;
    return true;
}

void parse_leave(Parser *p) {
    p->shared->depth--;
}

/* Memory of the second pass -------------------------------------------------------------------- */

struct Remembered {
    Remembered *next;
    Rule rule;
    int end;
    void *node;
};

bool parse_recall(Parser *p, Rule rule, void **node) {
    if (!p->diagnose) return false;
    if (parse_peek(p) == TOKEN_ERROR) {
        *node = NULL;
        return true;
    }
    for (Remembered *r = p->tokens.items[p->mark]->memory; r; r = r->next) {
        if (r->rule != rule) continue;
        p->mark = r->end;
        *node = r->node;
        return true;
    }
    return false;
}

void *parse_remember(Parser *p, Rule rule, int start, void *node) {
    if (!p->diagnose || p->failed) return node;
    ParsedToken *at = p->tokens.items[start];
    Remembered *r = arena_new(p->shared->arena, Remembered);
    *r = (Remembered){at->memory, rule, p->mark, node};
    at->memory = r;
    /* The search is polynomial but for a few nestings of brackets; then the plain message must do.
     */
    if (++p->shared->steps > 400000) p->diagnose = false;
    return node;
}

/* A text, twice -------------------------------------------------------------------------------- */

/* A fault of the lexer further on, a bracket open on an earlier line: these say more than what the
 * parser found. */
static void look_for_later_faults(Parser *p) {
    int error_line = p->tokens.items[p->tokens.count - 1]->token.line;
    for (;;) {
        Token token;
        lex_next(&p->lexer, &token);
        if (token.kind == TOKEN_ENDMARKER) return;
        if (token.kind != TOKEN_ERROR) continue;
        if (p->lexer.status == LEX_FAULT) {
            raise_lexer_fault(p);
        } else if (p->lexer.level && error_line > p->lexer.bracket_lines[p->lexer.level - 1]) {
            p->failed = false;
            raise_unclosed(p);
        }
        return;
    }
}

/* The second pass over a text whose first pass ended at token `last`. */
static void diagnose(Parser *p, bool (*rule)(Parser *p, void *result), void *result, size_t last) {
    p->mark = 0;
    p->diagnose = true;
    p->shared->steps = 0;
    rule(p, result);
    if (p->failed) return;
    const ParsedToken *token = p->tokens.items[last];
    TokenKind kind = token->token.kind;
    if (kind == TOKEN_INDENT) {
        parse_raise_indentation(p, "unexpected indent");
    } else if (kind == TOKEN_DEDENT) {
        parse_raise_indentation(p, "unexpected unindent");
    } else {
        parse_raise_span(p, parse_token_span(token), "invalid syntax");
    }
}

/* Runs `rule` twice if need be, and leaves the problem behind when it fails. `look_ahead`: the rest
 * of the text may hold a better message. */
static bool run_parser(Parser *p, bool (*rule)(Parser *p, void *result), void *result,
                       bool look_ahead) {
    if (rule(p, result)) return true;
    bool at_end = false;
    if (!p->failed) {
        size_t last = p->tokens.count - 1;
        TokenKind kind = p->tokens.items[last]->token.kind;
        at_end = kind == TOKEN_ENDMARKER || (kind == TOKEN_DEDENT && p->lexer.status == LEX_END);
        diagnose(p, rule, result, last);
    }
    SyntaxProblem *problem = p->shared->problem;
    if (at_end) problem->incomplete = true;
    bool replaceable =
        problem->kind == PROBLEM_SYNTAX_ERROR || problem->kind == PROBLEM_INDENTATION_ERROR;
    bool generic_indentation = p->diagnose && problem->kind == PROBLEM_INDENTATION_ERROR &&
                               strncmp(problem->message, "unexpected", 10) == 0;
    if (!p->lexer_failed && look_ahead && replaceable && !generic_indentation) {
        look_for_later_faults(p);
    }
    return false;
}

static void parser_deinit(Parser *p) {
    array_deinit(&p->tokens);
}

static bool f_string_rule(Parser *p, void *result) {
    Expr **expr = result;
    *expr = parse_star_expressions(p);
    return *expr && !p->failed;
}

Expr *parse_inner_expression(Parser *outer, Text parenthesised, int line, int column) {
    ParseShared *shared = outer->shared;
    if (shared->f_string_depth >= MAX_F_STRINGS) {
        raise_depth(shared, outer);
        return NULL;
    }
    Parser p = {.shared = shared, .in_f_string = true, .shift = column};
    lex_init(&p.lexer, parenthesised, line, column);
    Expr *expr = NULL;
    long steps = shared->steps;
    shared->f_string_depth++;
    bool done = run_parser(&p, f_string_rule, &expr, true);
    shared->f_string_depth--;
    shared->steps = steps;
    parser_deinit(&p);
    if (!done) outer->failed = true;
    return done ? expr : NULL;
}

static bool file_rule(Parser *p, void *result) {
    StmtList *body = result;
    *body = (StmtList){0};
    if (parse_peek(p) != TOKEN_ENDMARKER) parse_statements(p, body);
    return parse_accept(p, TOKEN_ENDMARKER) && !p->failed;
}

static bool single_rule(Parser *p, void *result) {
    return parse_single_input(p, result) && !p->failed;
}

static bool value_rule(Parser *p, void *result) {
    StmtList *body = result;
    *body = (StmtList){0};
    int start = p->mark;
    Expr *value = parse_expressions(p);
    if (!value) return false;
    Stmt *stmt = parse_new_stmt(p, STMT_EXPR, start);
    stmt->expr.value = value;
    while (parse_accept(p, TOKEN_NEWLINE)) {
    }
    if (!parse_accept(p, TOKEN_ENDMARKER) || p->failed) return false;
    body->items = arena_array(p->shared->arena, Stmt *, 1);
    body->items[0] = stmt;
    body->count = 1;
    return true;
}

/* Source text ---------------------------------------------------------------------------------- */

static bool refuse(SyntaxProblem *problem, ProblemKind kind, const char *message) {
    *problem = (SyntaxProblem){.kind = kind, .message = message};
    return false;
}

static bool name_is(Text name, const char *wanted) {
    if (strlen(wanted) != name.length) return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        if (c == '_') c = '-';
        if (c >= 'A' && c <= 'Z') c = (char)(c + 'a' - 'A');
        if (c != wanted[i]) return false;
    }
    return true;
}

/* The name in `# -*- coding: NAME -*-`, empty if the line has none. */
static Text coding_of(Text line) {
    size_t i = 0;
    while (i < line.length && strchr(" \t\f", line.bytes[i])) i++;
    if (i == line.length || line.bytes[i] != '#') return (Text){0};
    for (; i + 7 <= line.length; i++) {
        if (memcmp(line.bytes + i, "coding", 6) != 0) continue;
        size_t at = i + 6;
        if (line.bytes[at] != ':' && line.bytes[at] != '=') continue;
        at++;
        while (at < line.length && (line.bytes[at] == ' ' || line.bytes[at] == '\t')) at++;
        size_t start = at;
        while (at < line.length) {
            char c = line.bytes[at];
            bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            if (!word) break;
            at++;
        }
        if (at > start) return (Text){line.bytes + start, at - start};
    }
    return (Text){0};
}

/* The declared encoding of the first two lines (PEP 263), empty if none. */
static Text declared_encoding(Text source) {
    const char *at = source.bytes, *end = at + source.length;
    for (int line = 0; line < 2 && at < end; line++) {
        const char *newline = at;
        while (newline < end && *newline != '\n' && *newline != '\r') newline++;
        Text text = {at, (size_t)(newline - at)};
        Text name = coding_of(text);
        if (name.length) return name;
        for (size_t i = 0; i < text.length; i++) {
            if (text.bytes[i] == '#') break;
            if (!strchr(" \t\f", text.bytes[i])) return (Text){0};
        }
        at = newline < end ? newline + 1 : end;
        if (newline + 1 < end && newline[0] == '\r' && newline[1] == '\n') at++;
    }
    return (Text){0};
}

static bool check_encoding(Arena *arena, Text source, bool has_bom, SyntaxProblem *problem) {
    Text name = declared_encoding(source);
    if (name.length == 0 || name_is(name, "utf-8") || name_is(name, "utf8") ||
        (name.length > 6 && name_is((Text){name.bytes, 6}, "utf-8-")))
        return true;
    static const char *const supersets[] = {"ascii",      "us-ascii",  "latin-1",
                                            "iso-8859-1", "iso8859-1", "iso-8859-15",
                                            "latin1",     "cp1252",    "iso-latin-1"};
    bool ascii = !has_bom;
    for (size_t i = 0; i < source.length && ascii; i++) {
        ascii = (unsigned char)source.bytes[i] < 0x80;
    }
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets && ascii; i++) {
        if (name_is(name, supersets[i])) return true;
    }
    return refuse(problem, PROBLEM_UNSUPPORTED,
                  arena_format(arena, "encoding '%.*s' is not supported: save the file as UTF-8",
                               name.length > 60 ? 60 : (int)name.length, name.bytes));
}

static bool check_utf8(Arena *arena, Text source, const char *filename, SyntaxProblem *problem) {
    size_t bad = utf8_invalid_at(source.bytes, source.length);
    if (bad == source.length) return true;
    int line = 1;
    for (size_t i = 0; i < bad; i++) line += source.bytes[i] == '\n';
    return refuse(problem, PROBLEM_NOT_TEXT,
                  arena_format(arena,
                               "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but "
                               "no encoding declared; see https://peps.python.org/pep-0263/ for "
                               "details",
                               (unsigned)(unsigned char)source.bytes[bad], filename, line));
}

/* One line end, one at the end. */
static Text normalise(Arena *arena, Text source) {
    char *copy = arena_alloc(arena, source.length + 2);
    size_t length = 0;
    for (size_t i = 0; i < source.length; i++) {
        char c = source.bytes[i];
        if (c == '\r') {
            c = '\n';
            if (i + 1 < source.length && source.bytes[i + 1] == '\n') i++;
        }
        copy[length++] = c;
    }
    if (length && copy[length - 1] != '\n') copy[length++] = '\n';
    return (Text){copy, length};
}

bool parse_module(Arena *arena, Text source, const char *filename, ParseMode mode, Module **out,
                  SyntaxProblem *problem) {
    if (source.length > PARSE_MAX_SOURCE) {
        return refuse(problem, PROBLEM_TOO_LARGE, "source is larger than 8 MiB");
    }
    bool has_bom = source.length >= 3 && memcmp(source.bytes, "\xEF\xBB\xBF", 3) == 0;
    if (has_bom) source = (Text){source.bytes + 3, source.length - 3};
    if (source.length && memchr(source.bytes, 0, source.length)) {
        return refuse(problem, PROBLEM_NOT_TEXT, "source code cannot contain null bytes");
    }
    if (!check_encoding(arena, source, has_bom, problem)) return false;
    if (!check_utf8(arena, source, filename, problem)) return false;

    Module *module = arena_new(arena, Module);
    ParseShared shared = {.arena = arena,
                          .module = module,
                          .problem = problem,
                          .declared = has_bom || declared_encoding(source).length};
    Parser p = {.shared = &shared};
    lex_init(&p.lexer, normalise(arena, source), 1, 0);
    bool (*const rules[])(Parser *, void *) = {
        [PARSE_FILE] = file_rule, [PARSE_SINGLE] = single_rule, [PARSE_VALUE] = value_rule};
    bool done = run_parser(&p, rules[mode], &module->body, mode != PARSE_SINGLE);
    if (done && !ast_is_shallow(module, PARSE_MAX_DEPTH)) {
        raise_depth(&shared, &p);
        done = false;
    }
    parser_deinit(&p);
    memory_free(shared.names);
    if (!done) {
        module_deinit(module);
        return false;
    }
    *out = module;
    return true;
}

/* Showing a problem ---------------------------------------------------------------------------- */

const char *syntax_problem_type(ProblemKind kind) {
    switch (kind) {
    case PROBLEM_SYNTAX_ERROR:
    case PROBLEM_NOT_TEXT:
    case PROBLEM_TOO_LARGE: return "SyntaxError";
    case PROBLEM_INDENTATION_ERROR: return "IndentationError";
    case PROBLEM_TAB_ERROR: return "TabError";
    case PROBLEM_RECURSION: return "RecursionError";
    case PROBLEM_UNSUPPORTED: return "Unsupported";
    }
    return "SyntaxError";
}

/* The rules are those of print_error_text in CPython's pythonrun.c; it counts offsets in characters
 * but lengths in bytes, and so do we. */
static void format_text(const SyntaxProblem *problem, TextBuffer *out) {
    long offset = problem->column, end_offset = problem->end_column;
    Text text = problem->text;
    if (problem->end_line > problem->line) end_offset = (long)text.length;
    long carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    offset--;
    while (text.length && strchr(" \t\f", text.bytes[0])) {
        text.bytes++, text.length--;
        offset--;
    }
    long length = (long)text.length;
    if (length > 0 && text.bytes[length - 1] == '\n') length--;
    if (offset > length) offset = length;
    text_append_string(out, "    ");
    text_append(out, text.bytes, (size_t)length);
    text_append_char(out, '\n');
    if (offset < 0) return;
    text_append_string(out, "    ");
    while (--offset >= 0) text_append_char(out, ' ');
    while (carets-- > 0) text_append_char(out, '^');
    text_append_char(out, '\n');
}

void syntax_problem_format(const SyntaxProblem *problem, const char *filename, TextBuffer *out) {
    if (problem->line > 0) {
        text_appendf(out, "  File \"%s\", line %d\n", filename, problem->line);
        if (problem->has_text) format_text(problem, out);
    }
    text_appendf(out, "%s: %s\n", syntax_problem_type(problem->kind), problem->message);
}
