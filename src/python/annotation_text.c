#include "python/annotation_text.h"

#include <string.h>

/* How strongly the surroundings bind, from loose to tight (the PR_ numbers of ast_unparse.c). */
enum {
    LEVEL_TUPLE,
    LEVEL_TEST,
    LEVEL_BOR = LEVEL_TEST + 5,
    LEVEL_BXOR,
    LEVEL_BAND,
    LEVEL_SHIFT,
    LEVEL_ARITH,
    LEVEL_TERM,
    LEVEL_FACTOR,
    LEVEL_POWER,
    LEVEL_AWAIT,
    LEVEL_ATOM
};

static bool append(TextBuffer *out, const Expr *e, int level);

static bool append_list(TextBuffer *out, ExprList list) {
    for (size_t i = 0; i < list.count; i++) {
        if (i) text_append_string(out, ", ");
        if (!append(out, list.items[i], LEVEL_TEST)) return false;
    }
    return true;
}

static bool append_tuple(TextBuffer *out, ExprList elts, int level) {
    if (elts.count == 0) {
        text_append_string(out, "()");
        return true;
    }
    bool brackets = level > LEVEL_TUPLE;
    if (brackets) text_append_char(out, '(');
    if (!append_list(out, elts)) return false;
    if (elts.count == 1) text_append_char(out, ',');
    if (brackets) text_append_char(out, ')');
    return true;
}

static bool append_binary(TextBuffer *out, const Expr *e, int level) {
    static const struct {
        const char *text;
        int level;
        bool right_first;
    } operators[] = {
        [OPERATOR_ADD] = {" + ", LEVEL_ARITH, false},
        [OPERATOR_SUB] = {" - ", LEVEL_ARITH, false},
        [OPERATOR_MULT] = {" * ", LEVEL_TERM, false},
        [OPERATOR_MAT_MULT] = {" @ ", LEVEL_TERM, false},
        [OPERATOR_DIV] = {" / ", LEVEL_TERM, false},
        [OPERATOR_MOD] = {" % ", LEVEL_TERM, false},
        [OPERATOR_POW] = {" ** ", LEVEL_POWER, true},
        [OPERATOR_L_SHIFT] = {" << ", LEVEL_SHIFT, false},
        [OPERATOR_R_SHIFT] = {" >> ", LEVEL_SHIFT, false},
        [OPERATOR_BIT_OR] = {" | ", LEVEL_BOR, false},
        [OPERATOR_BIT_XOR] = {" ^ ", LEVEL_BXOR, false},
        [OPERATOR_BIT_AND] = {" & ", LEVEL_BAND, false},
        [OPERATOR_FLOOR_DIV] = {" // ", LEVEL_TERM, false},
    };
    int own = operators[e->bin_op.op].level;
    bool right_first = operators[e->bin_op.op].right_first, brackets = level > own;
    if (brackets) text_append_char(out, '(');
    if (!append(out, e->bin_op.left, own + right_first)) return false;
    text_append_string(out, operators[e->bin_op.op].text);
    if (!append(out, e->bin_op.right, own + !right_first)) return false;
    if (brackets) text_append_char(out, ')');
    return true;
}

/* repr() of a str or bytes of printable ASCII; others are not turned back. */
static bool append_quoted(TextBuffer *out, const char *bytes, size_t length) {
    bool single = memchr(bytes, '\'', length), twofold = memchr(bytes, '"', length);
    char quote = single && !twofold ? '"' : '\'';
    text_append_char(out, quote);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < ' ' || c >= 0x7F) return false;
        if (c == (unsigned char)quote || c == '\\') text_append_char(out, '\\');
        text_append_char(out, (char)c);
    }
    text_append_char(out, quote);
    return true;
}

static bool append_constant(TextBuffer *out, const Expr *e) {
    const Constant *constant = e->constant.value;
    switch (constant->kind) {
    case CONSTANT_NONE: text_append_string(out, "None"); return true;
    case CONSTANT_TRUE: text_append_string(out, "True"); return true;
    case CONSTANT_FALSE: text_append_string(out, "False"); return true;
    case CONSTANT_ELLIPSIS: text_append_string(out, "..."); return true;
    case CONSTANT_INT:
        if (constant->integer.count > 1 || constant->integer.negative) return false;
        text_appendf(out, "%u", constant->integer.count ? constant->integer.digits[0] : 0);
        return true;
    case CONSTANT_STR:
        if (e->constant.is_u) text_append_char(out, 'u');
        return append_quoted(out, constant->text.bytes, constant->text.length);
    case CONSTANT_BYTES:
        text_append_char(out, 'b');
        return append_quoted(out, constant->text.bytes, constant->text.length);
    default: return false;
    }
}

static bool append_call(TextBuffer *out, const Expr *e) {
    if (!append(out, e->call.func, LEVEL_ATOM)) return false;
    text_append_char(out, '(');
    if (!append_list(out, e->call.args)) return false;
    for (size_t i = 0; i < e->call.keywords.count; i++) {
        const Keyword *keyword = e->call.keywords.items[i];
        if (i || e->call.args.count) text_append_string(out, ", ");
        text_append_string(out, keyword->arg ? keyword->arg : "**");
        if (keyword->arg) text_append_char(out, '=');
        if (!append(out, keyword->value, LEVEL_TEST)) return false;
    }
    text_append_char(out, ')');
    return true;
}

static bool append(TextBuffer *out, const Expr *e, int level) {
    switch (e->kind) {
    case EXPR_NAME: text_append_string(out, e->name.id); return true;
    case EXPR_CONSTANT: return append_constant(out, e);
    case EXPR_BIN_OP: return append_binary(out, e, level);
    case EXPR_CALL: return append_call(out, e);
    case EXPR_ATTRIBUTE:
        if (e->attribute.value->kind == EXPR_CONSTANT) return false;
        if (!append(out, e->attribute.value, LEVEL_ATOM)) return false;
        text_append_char(out, '.');
        text_append_string(out, e->attribute.attr);
        return true;
    case EXPR_SUBSCRIPT:
        if (!append(out, e->subscript.value, LEVEL_ATOM)) return false;
        text_append_char(out, '[');
        if (!append(out, e->subscript.slice, LEVEL_TUPLE)) return false;
        text_append_char(out, ']');
        return true;
    case EXPR_LIST:
        text_append_char(out, '[');
        if (!append_list(out, e->list.elts)) return false;
        text_append_char(out, ']');
        return true;
    case EXPR_TUPLE: return append_tuple(out, e->list.elts, level);
    default: return false;
    }
}

bool annotation_append_text(const Expr *annotation, TextBuffer *out) {
    return append(out, annotation, LEVEL_TEST);
}
