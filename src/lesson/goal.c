#include "lesson/goal.h"

#include "base/translate.h"
#include "lesson/goal_node.h"
#include "timeline/object_path.h"

#include <stdlib.h>
#include <string.h>

typedef struct Parser {
    Words *words;
    Arena *arena;
    LessonMistakes *mistakes; /* null: none are told */
    uint32_t depth;
    bool uses_it, uses_before;
    bool within_before;
} Parser;

static const struct {
    const char *name;
    GoalArgument argument;
    GoalType type;
} functions[] = {
#define GOAL_ROW(ENUM, name, argument, type) {name, argument, type},
    GOAL_FUNCTIONS(GOAL_ROW)
#undef GOAL_ROW
};

#define tell(parser, offset, ...)                                                                  \
    ((parser)->mistakes                                                                            \
         ? lesson_mistake((parser)->mistakes, (parser)->words->file, (offset), __VA_ARGS__)        \
         : (void)0)

static GoalNode *parse_or(Parser *parser);

static const char *type_name(GoalType type) {
    static const char *const names[] = {N_("a number"), N_("yes or no"), N_("a text"),
                                        N_("an object")};
    return _(names[type]);
}

static GoalNode *new_node(Parser *parser, GoalOp op, GoalType type, size_t offset) {
    GoalNode *node = arena_new(parser->arena, GoalNode);
    node->op = op;
    node->type = type;
    node->offset = offset;
    return node;
}

static GoalNode *new_pair(Parser *parser, GoalOp op, GoalType type, GoalNode *left,
                          GoalNode *right) {
    GoalNode *node = new_node(parser, op, type, left->offset);
    node->left = left;
    node->right = right;
    return node;
}

/* ---- words of an expression ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           (unsigned char)c >= 0x80;
}

static char peek(Parser *parser) {
    return words_at_end(parser->words) ? '\0' : parser->words->file.bytes[parser->words->at];
}

/* The name that is next, not taken; empty where none is. */
static Text peek_name(Parser *parser) {
    char c = peek(parser);
    size_t start = parser->words->at, end = start;
    if (!is_name_char(c) || is_digit(c)) return (Text){"", 0};
    while (end < parser->words->end && is_name_char(parser->words->file.bytes[end])) end++;
    return (Text){parser->words->file.bytes + start, end - start};
}

static Text take_name(Parser *parser) {
    Text name = peek_name(parser);
    parser->words->at += name.length;
    return name;
}

static bool take_keyword(Parser *parser, const char *word) {
    Text name = peek_name(parser);
    if (!text_is(name, word)) return false;
    parser->words->at += name.length;
    return true;
}

static bool take_symbol(Parser *parser, const char *symbol) {
    size_t length = strlen(symbol);
    peek(parser);
    Words *words = parser->words;
    if (words->end - words->at < length) return false;
    if (memcmp(words->file.bytes + words->at, symbol, length) != 0) return false;
    words->at += length;
    return true;
}

static bool expect(Parser *parser, const char *symbol) {
    if (take_symbol(parser, symbol)) return true;
    tell(parser, parser->words->at, _("`%s` is expected here"), symbol);
    return false;
}

/* Digits, and a fraction where one follows. */
static GoalNode *take_number(Parser *parser) {
    char digits[32];
    size_t length = 0, start = parser->words->at;
    const Words *words = parser->words;
    bool fraction = false;
    while (parser->words->at < words->end) {
        char c = words->file.bytes[words->at];
        bool dot = c == '.' && !fraction && words->at + 1 < words->end &&
                   is_digit(words->file.bytes[words->at + 1]);
        if (c != '_' && !is_digit(c) && !dot) break;
        fraction = fraction || dot;
        if (c != '_' && length < sizeof digits) digits[length++] = c;
        parser->words->at++;
    }
    digits[length < sizeof digits ? length : sizeof digits - 1] = '\0';
    if (length > 16 || (!fraction && strtod(digits, NULL) > GOAL_WHOLE_MOST)) {
        tell(parser, start, _("this number is too long"));
        return NULL;
    }
    GoalNode *node = new_node(parser, GOAL_OP_NUMBER, GOAL_NUMBER, start);
    node->number = (GoalNumber){strtod(digits, NULL), fraction};
    return node;
}

static GoalNode *take_text(Parser *parser) {
    LessonMistakes none = {0};
    GoalNode *node = new_node(parser, GOAL_OP_TEXT, GOAL_TEXT, parser->words->at);
    bool ok = words_take_string(parser->words, parser->arena, &node->text,
                                parser->mistakes ? parser->mistakes : &none);
    lesson_mistakes_deinit(&none);
    return ok ? node : NULL;
}

/* ---- paths ---- */

static bool is_word_of_language(Text name) {
    static const char *const words[] = {"and",  "or",   "not",     "is",    "true",
                                        "True", "None", "because", "false", "False"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_is(name, words[i])) return true;
    }
    return false;
}

static GoalNode *parse_name(Parser *parser) {
    size_t start = parser->words->at;
    Text name = take_name(parser);
    if (!name.length || is_word_of_language(name)) {
        parser->words->at = start;
        tell(parser, start, _("an expression is expected here"));
        return NULL;
    }
    bool it = text_is(name, "it");
    GoalNode *node = new_node(parser, it ? GOAL_OP_IT : GOAL_OP_NAME, GOAL_OBJECT, start);
    parser->uses_it = parser->uses_it || it;
    node->text = name;
    if (!it && !object_path_is_name(name)) {
        tell(parser, start, _("`%.*s` cannot be a name"), (int)name.length, name.bytes);
        return NULL;
    }
    if (!it && take_symbol(parser, "@")) {
        node->frame = take_name(parser);
        if (!node->frame.length) {
            tell(parser, parser->words->at, _("the name of a function is expected after `@`"));
            return NULL;
        }
    }
    return node;
}

static GoalNode *parse_subscript(Parser *parser) {
    char c = peek(parser);
    GoalNode *key = NULL;
    if (c == '"' || c == '\'') {
        key = take_text(parser);
    } else {
        bool negative = take_symbol(parser, "-");
        if (is_digit(peek(parser)))
            key = take_number(parser);
        else
            tell(parser, parser->words->at, _("a number or a text in quotes is expected in `[ ]`"));
        if (key && negative) key->number.value = -key->number.value;
    }
    return key && expect(parser, "]") ? key : NULL;
}

/* What was taken since `start`. */
static Text source_from(const Parser *parser, size_t start) {
    const char *bytes = parser->words->file.bytes;
    size_t end = parser->words->at;
    while (end > start && bytes[end - 1] == ' ') end--; /* blanks were looked past */
    return (Text){bytes + start, end - start};
}

/* What follows a name: `.b`, `[0]`, `()`. */
static GoalNode *parse_steps(Parser *parser, GoalNode *node) {
    size_t start = node->offset;
    while (node) {
        node->source = source_from(parser, start);
        GoalNode *step = NULL;
        if (take_symbol(parser, ".")) {
            step = new_pair(parser, GOAL_OP_ATTR, GOAL_OBJECT, node, NULL);
            step->text = take_name(parser);
            if (!step->text.length) {
                tell(parser, parser->words->at,
                     _("the name of an attribute is expected after `.`"));
                return NULL;
            }
        } else if (take_symbol(parser, "[")) {
            GoalNode *key = parse_subscript(parser);
            if (!key) return NULL;
            step = new_pair(parser, GOAL_OP_ITEM, GOAL_OBJECT, node, key);
        } else if (take_symbol(parser, "(")) {
            if (!expect(parser, ")")) return NULL;
            step = new_pair(parser, GOAL_OP_DEREF, GOAL_OBJECT, node, NULL);
        } else {
            return node;
        }
        node = step;
    }
    return NULL;
}

/* ---- functions ---- */

static GoalNode *parse_object(Parser *parser) {
    size_t start = parser->words->at;
    GoalNode *node = parse_or(parser);
    if (node && node->type != GOAL_OBJECT) {
        tell(parser, start, _("an object is expected here, this is %s"), type_name(node->type));
        return NULL;
    }
    return node;
}

static bool parse_arguments(Parser *parser, GoalArgument argument, GoalNode *node) {
    Text name;
    switch (argument) {
    case GOAL_TAKES_NOTHING: return true;
    case GOAL_TAKES_OBJECT: return (node->left = parse_object(parser)) != NULL;
    case GOAL_TAKES_TWO:
        node->left = parse_object(parser);
        if (!node->left || !expect(parser, ",")) return false;
        return (node->right = parse_object(parser)) != NULL;
    case GOAL_TAKES_NAME: return (node->left = parse_name(parser)) != NULL;
    case GOAL_TAKES_TYPE:
        name = take_name(parser);
        node->text = name;
        if (!name.length) tell(parser, parser->words->at, _("the name of a type is expected here"));
        return name.length > 0;
    case GOAL_TAKES_STRING: {
        GoalNode *text = take_text(parser);
        if (text) node->text = text->text;
        if (text && !text->text.length) tell(parser, text->offset, _("this text is empty"));
        return text && text->text.length;
    }
    }
    return false;
}

/* A function and its `(` are next, and were not taken. */
static GoalNode *parse_call(Parser *parser) {
    size_t start = parser->words->at;
    Text name = take_name(parser);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (!text_is(name, functions[i].name)) continue;
        GoalNode *node = new_node(parser, GOAL_OP_CALL, functions[i].type, start);
        node->function = (GoalFunction)i;
        if (!expect(parser, "(") || !parse_arguments(parser, functions[i].argument, node)) {
            return NULL;
        }
        return expect(parser, ")") ? node : NULL;
    }
    return NULL;
}

/* `before(EXPR)`, of which the name is taken. An object goes on as a path: `before(a).b`. */
static GoalNode *parse_before(Parser *parser, size_t start) {
    if (parser->within_before) {
        tell(parser, start, _("`before` stands within `before`: once is enough"));
        return NULL;
    }
    parser->uses_before = parser->within_before = true;
    GoalNode *inner = expect(parser, "(") ? parse_or(parser) : NULL;
    parser->within_before = false;
    if (!inner || !expect(parser, ")")) return NULL;
    GoalNode *node = new_node(parser, GOAL_OP_BEFORE, inner->type, start);
    node->left = inner;
    node->source = source_from(parser, start);
    return inner->type == GOAL_OBJECT ? parse_steps(parser, node) : node;
}

static bool is_function(Text name) {
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (text_is(name, functions[i].name)) return true;
    }
    return false;
}

/* ---- expressions ---- */

static GoalNode *parse_primary(Parser *parser) {
    char c = peek(parser);
    size_t start = parser->words->at;
    if (is_digit(c)) return take_number(parser);
    if (c == '"' || c == '\'') return take_text(parser);
    if (take_symbol(parser, "(")) {
        GoalNode *node = parse_or(parser);
        return node && expect(parser, ")") ? node : NULL;
    }
    Text name = peek_name(parser);
    if (take_keyword(parser, "None")) return new_node(parser, GOAL_OP_NONE, GOAL_OBJECT, start);
    if (text_is(name, "true") || text_is(name, "True") || text_is(name, "false") ||
        text_is(name, "False")) {
        take_name(parser);
        GoalNode *node = new_node(parser, GOAL_OP_TRUTH, GOAL_TRUTH, start);
        node->truth = name.bytes[0] == 't' || name.bytes[0] == 'T';
        return node;
    }
    Words after = *parser->words;
    after.at += name.length;
    bool called = name.length && words_take_char(&after, '(');
    if (called && is_function(name)) return parse_call(parser);
    if (called && text_is(name, "before") && !words_take_char(&after, ')')) {
        take_name(parser);
        return parse_before(parser, start);
    }
    if (called && !words_take_char(&after, ')')) {
        tell(parser, start, _("there is no function `%.*s` in expressions"), (int)name.length,
             name.bytes);
        return NULL;
    }
    GoalNode *node = parse_name(parser);
    return node ? parse_steps(parser, node) : NULL;
}

static bool enter(Parser *parser) {
    if (++parser->depth <= GOAL_DEPTH_MAX) return true;
    if (parser->depth == GOAL_DEPTH_MAX + 1) {
        tell(parser, parser->words->at, _("this expression is nested too deeply"));
    }
    return false;
}

static bool need(Parser *parser, const GoalNode *node, GoalType type) {
    if (!node) return false;
    bool open = node->type == GOAL_OBJECT && type != GOAL_TRUTH && node->op != GOAL_OP_NONE;
    if (node->type == type || open) return true;
    tell(parser, node->offset, _("%s is expected here, this is %s"), type_name(type),
         type_name(node->type));
    return false;
}

static GoalNode *parse_unary(Parser *parser) {
    size_t start = (peek(parser), parser->words->at);
    if (!take_symbol(parser, "-")) return parse_primary(parser);
    GoalNode *inner = enter(parser) ? parse_unary(parser) : NULL;
    parser->depth--;
    if (!need(parser, inner, GOAL_NUMBER)) return NULL;
    GoalNode *node = new_pair(parser, GOAL_OP_NEGATIVE, GOAL_NUMBER, inner, NULL);
    node->offset = start;
    return node;
}

static bool take_factor(Parser *parser, GoalOp *op) {
    static const struct {
        const char *symbol;
        GoalOp op;
    } symbols[] = {{"*", GOAL_OP_MULTIPLY},
                   {"//", GOAL_OP_FLOOR_DIVIDE},
                   {"/", GOAL_OP_DIVIDE},
                   {"%", GOAL_OP_REMAINDER}};
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        if (!take_symbol(parser, symbols[i].symbol)) continue;
        *op = symbols[i].op;
        return true;
    }
    return false;
}

static GoalNode *parse_product(Parser *parser) {
    GoalOp op;
    GoalNode *left = parse_unary(parser);
    while (left && take_factor(parser, &op)) {
        GoalNode *right = parse_unary(parser);
        if (!need(parser, left, GOAL_NUMBER) || !need(parser, right, GOAL_NUMBER)) return NULL;
        left = new_pair(parser, op, GOAL_NUMBER, left, right);
    }
    return left;
}

/* `->` belongs to what stands around the expression. */
static bool is_minus(Parser *parser) {
    const Words *words = parser->words;
    if (peek(parser) != '-') return false;
    return words->at + 1 >= words->end || words->file.bytes[words->at + 1] != '>';
}

static GoalNode *parse_sum(Parser *parser) {
    GoalNode *left = parse_product(parser);
    while (left) {
        bool minus = is_minus(parser);
        if (!minus && peek(parser) != '+') break;
        parser->words->at++;
        GoalNode *right = parse_product(parser);
        if (!need(parser, left, GOAL_NUMBER) || !need(parser, right, GOAL_NUMBER)) return NULL;
        left = new_pair(parser, minus ? GOAL_OP_SUBTRACT : GOAL_OP_ADD, GOAL_NUMBER, left, right);
    }
    return left;
}

static bool take_comparison(Parser *parser, GoalOp *op) {
    static const struct {
        const char *symbol;
        GoalOp op;
    } symbols[] = {{"==", GOAL_OP_EQUAL},      {"!=", GOAL_OP_UNEQUAL}, {"<=", GOAL_OP_LESS_EQUAL},
                   {">=", GOAL_OP_MORE_EQUAL}, {"<", GOAL_OP_LESS},     {">", GOAL_OP_MORE}};
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        if (!take_symbol(parser, symbols[i].symbol)) continue;
        *op = symbols[i].op;
        return true;
    }
    if (!take_keyword(parser, "is")) return false;
    *op = take_keyword(parser, "not") ? GOAL_OP_IS_NOT : GOAL_OP_IS;
    return true;
}

static bool check_comparison(Parser *parser, GoalOp op, const GoalNode *left,
                             const GoalNode *right) {
    if (!right) return false;
    if (op == GOAL_OP_IS || op == GOAL_OP_IS_NOT) {
        const GoalNode *wrong = left->type != GOAL_OBJECT    ? left
                                : right->type != GOAL_OBJECT ? right
                                                             : NULL;
        if (!wrong) return true;
        tell(parser, wrong->offset, _("`is` compares objects, this is %s"), type_name(wrong->type));
        return false;
    }
    if (op != GOAL_OP_EQUAL && op != GOAL_OP_UNEQUAL) {
        return need(parser, left, GOAL_NUMBER) && need(parser, right, GOAL_NUMBER);
    }
    if (left->op == GOAL_OP_NONE || right->op == GOAL_OP_NONE) {
        tell(parser, left->offset, _("None is compared by `is`"));
        return false;
    }
    bool open = left->type == GOAL_OBJECT || right->type == GOAL_OBJECT;
    if (open || left->type == right->type) return true;
    tell(parser, right->offset, _("%s is compared with %s"), type_name(left->type),
         type_name(right->type));
    return false;
}

static GoalNode *parse_comparison(Parser *parser) {
    GoalOp op, second;
    GoalNode *left = parse_sum(parser);
    if (!left || !take_comparison(parser, &op)) return left;
    GoalNode *right = parse_sum(parser);
    if (!check_comparison(parser, op, left, right)) return NULL;
    size_t at = (peek(parser), parser->words->at);
    if (take_comparison(parser, &second)) {
        tell(parser, at, _("one comparison at a time; `and` joins two"));
        return NULL;
    }
    return new_pair(parser, op, GOAL_TRUTH, left, right);
}

static GoalNode *parse_not(Parser *parser) {
    size_t start = (peek(parser), parser->words->at);
    if (!take_keyword(parser, "not")) return parse_comparison(parser);
    GoalNode *inner = enter(parser) ? parse_not(parser) : NULL;
    parser->depth--;
    if (!need(parser, inner, GOAL_TRUTH)) return NULL;
    GoalNode *node = new_pair(parser, GOAL_OP_NOT, GOAL_TRUTH, inner, NULL);
    node->offset = start;
    return node;
}

static GoalNode *parse_and(Parser *parser) {
    GoalNode *left = parse_not(parser);
    while (left && take_keyword(parser, "and")) {
        GoalNode *right = parse_not(parser);
        if (!need(parser, left, GOAL_TRUTH) || !need(parser, right, GOAL_TRUTH)) return NULL;
        left = new_pair(parser, GOAL_OP_AND, GOAL_TRUTH, left, right);
    }
    return left;
}

static GoalNode *parse_or(Parser *parser) {
    GoalNode *left = enter(parser) ? parse_and(parser) : NULL;
    while (left && take_keyword(parser, "or")) {
        GoalNode *right = parse_and(parser);
        if (!need(parser, left, GOAL_TRUTH) || !need(parser, right, GOAL_TRUTH)) {
            left = NULL;
            break;
        }
        left = new_pair(parser, GOAL_OP_OR, GOAL_TRUTH, left, right);
    }
    parser->depth--;
    return left;
}

/* ---- the whole ---- */

static Goal finished(const Parser *parser, const GoalNode *root, size_t start) {
    return (Goal){.root = root,
                  .type = root->type,
                  .source = source_from(parser, start),
                  .offset = start,
                  .uses_it = parser->uses_it,
                  .uses_before = parser->uses_before};
}

bool goal_parse(Words *words, Arena *arena, Goal *out, LessonMistakes *mistakes) {
    *out = (Goal){0};
    words_at_end(words);
    size_t start = words->at, end = words->end;
    bool cut = end - start > GOAL_BYTES_MAX;
    if (cut) words->end = start + GOAL_BYTES_MAX;
    Parser parser = {.words = words, .arena = arena, .mistakes = mistakes};
    const GoalNode *root = parse_or(&parser);
    bool ran_out = cut && words->at >= words->end;
    words->end = end;
    if (ran_out) lesson_mistake(mistakes, words->file, start, _("this expression is too long"));
    if (!root || ran_out) return false;
    *out = finished(&parser, root, start);
    return true;
}

bool goal_parse_path(Words words, Arena *arena, Goal *out) {
    *out = (Goal){0};
    words_at_end(&words);
    size_t start = words.at;
    if (words.end - start > GOAL_BYTES_MAX) return false;
    Parser parser = {.words = &words, .arena = arena};
    GoalNode *root = parse_name(&parser);
    if (root) root = parse_steps(&parser, root);
    if (!root || root->op == GOAL_OP_IT || parser.uses_it || !words_at_end(&words)) return false;
    *out = finished(&parser, root, start);
    return true;
}

bool goal_is_place(const Goal *goal) {
    return goal->root && !goal->uses_before &&
           (goal->root->op == GOAL_OP_NAME || goal->root->op == GOAL_OP_ATTR ||
            goal->root->op == GOAL_OP_ITEM);
}

/* ---- names ---- */

typedef struct Visit {
    const Goal *goal;
    void (*visit)(void *context, Text name, GoalNameKind kind, size_t offset);
    void *context;
} Visit;

static void visit_names(const Visit *self, const GoalNode *node) {
    if (!node) return;
    bool type = node->op == GOAL_OP_CALL && functions[node->function].argument == GOAL_TAKES_TYPE;
    if (node->op == GOAL_OP_NAME) {
        self->visit(self->context, node->text, GOAL_NAMES_OBJECT, node->offset);
    } else if (type) {
        size_t within = (size_t)(node->text.bytes - self->goal->source.bytes);
        self->visit(self->context, node->text, GOAL_NAMES_TYPE, self->goal->offset + within);
    }
    visit_names(self, node->left);
    visit_names(self, node->right);
}

void goal_each_name(const Goal *goal,
                    void (*visit)(void *context, Text name, GoalNameKind kind, size_t offset),
                    void *context) {
    Visit self = {goal, visit, context};
    visit_names(&self, goal->root);
}
