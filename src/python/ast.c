#include "python/ast.h"

#include <inttypes.h>
#include <string.h>

const ExprList *ast_decorators(const Stmt *statement) {
    switch (statement->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: return &statement->function_def.decorator_list;
    case STMT_CLASS_DEF: return &statement->class_def.decorator_list;
    default: return NULL;
    }
}

void module_deinit(Module *module) {
    array_deinit(&module->constants);
}

Constant *module_add_constant(Module *module, Constant *constant) {
    array_push(&module->constants, constant);
    return constant;
}

/* One walk serves dump and depth: each node names its fields to `Walk`, which prints them or only
 * counts levels. */
typedef struct Walk {
    TextBuffer *out; /* null: only levels are counted */
    int level;
    int limit; /* levels allowed */
    bool exceeded;
} Walk;

static void walk_expr(Walk *walk, const char *label, const Expr *expr);
static void walk_stmts(Walk *walk, const char *label, StmtList list);
static void walk_pattern(Walk *walk, const char *label, const Pattern *pattern);

static bool enter(Walk *walk) {
    if (walk->exceeded) return false;
    if (walk->level >= walk->limit) {
        walk->exceeded = true;
        return false;
    }
    walk->level++;
    return true;
}

static void leave(Walk *walk) {
    walk->level--;
}

static void print(Walk *walk, const char *text) {
    if (walk->out) text_append_string(walk->out, text);
}

static void begin_line(Walk *walk, const char *label) {
    if (!walk->out) return;
    for (int i = 0; i < walk->level; i++) text_append_string(walk->out, "  ");
    if (*label) text_appendf(walk->out, "%s: ", label);
}

static void end_line(Walk *walk) {
    print(walk, "\n");
}

static void print_location(Walk *walk, Location at) {
    if (walk->out) {
        text_appendf(walk->out, " %d:%d-%d:%d", at.line, at.column, at.end_line, at.end_column);
    }
}

static void print_name(Walk *walk, const char *field, const char *name) {
    if (walk->out) text_appendf(walk->out, " %s=%s", field, name ? name : "None");
}

static void print_word(Walk *walk, const char *word) {
    print(walk, " ");
    print(walk, word);
}

/* Constants ------------------------------------------------------------------------------------ */

static void print_bytes(TextBuffer *out, const char *bytes, size_t length) {
    text_append_char(out, '\'');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x20 || c >= 0x7F || c == '\'' || c == '\\') {
            text_appendf(out, "\\x%02x", c);
        } else {
            text_append_char(out, (char)c);
        }
    }
    text_append_char(out, '\'');
}

/* The digits in hexadecimal of 30 bits each, the highest first: `3.3fffffff`. */
static void print_integer(TextBuffer *out, const Constant *constant) {
    if (constant->integer.count == 0) text_append_char(out, '0');
    if (constant->integer.negative) text_append_char(out, '-');
    for (size_t i = constant->integer.count; i > 0; i--) {
        text_appendf(out, "%s%" PRIx32, i < constant->integer.count ? "." : "",
                     constant->integer.digits[i - 1]);
    }
}

static void print_constant(TextBuffer *out, const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: text_append_string(out, "None"); break;
    case CONSTANT_TRUE: text_append_string(out, "True"); break;
    case CONSTANT_FALSE: text_append_string(out, "False"); break;
    case CONSTANT_ELLIPSIS: text_append_string(out, "Ellipsis"); break;
    case CONSTANT_INT:
        text_append_string(out, "int ");
        print_integer(out, constant);
        break;
    case CONSTANT_FLOAT: text_appendf(out, "float %.17g", constant->real); break;
    case CONSTANT_COMPLEX:
        text_appendf(out, "complex %.17g %.17g", constant->complex.real,
                     constant->complex.imaginary);
        break;
    case CONSTANT_STR:
        text_append_string(out, "str ");
        print_bytes(out, constant->text.bytes, constant->text.length);
        break;
    case CONSTANT_BYTES:
        text_append_string(out, "bytes ");
        print_bytes(out, constant->text.bytes, constant->text.length);
        break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
        text_append_string(out, constant->kind == CONSTANT_TUPLE ? "tuple (" : "frozenset (");
        for (size_t i = 0; i < constant->tuple.count; i++) {
            if (i) text_append_string(out, ", ");
            print_constant(out, constant->tuple.items[i]);
        }
        text_append_char(out, ')');
        break;
    }
}

/* Operators ------------------------------------------------------------------------------------ */

static const char *const context_names[] = {"Load", "Store", "Del"};
static const char *const boolop_names[] = {"And", "Or"};
static const char *const operator_names[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                             "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                             "BitXor", "BitAnd", "FloorDiv"};
static const char *const unaryop_names[] = {"Invert", "Not", "UAdd", "USub"};
static const char *const cmpop_names[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                          "GtE", "Is",    "IsNot", "In",  "NotIn"};

/* Products ------------------------------------------------------------------------------------- */

static void walk_exprs(Walk *walk, const char *label, ExprList list) {
    for (size_t i = 0; i < list.count; i++) walk_expr(walk, label, list.items[i]);
}

static void walk_arg(Walk *walk, const char *label, const Arg *arg) {
    if (!arg || !enter(walk)) return;
    begin_line(walk, label);
    print(walk, "arg");
    print_location(walk, arg->at);
    print_name(walk, "arg", arg->arg);
    end_line(walk);
    if (arg->annotation) walk_expr(walk, "annotation", arg->annotation);
    leave(walk);
}

static void walk_args(Walk *walk, const char *label, ArgList list) {
    for (size_t i = 0; i < list.count; i++) walk_arg(walk, label, list.items[i]);
}

static void walk_arguments(Walk *walk, const Arguments *args) {
    walk_args(walk, "posonlyargs", args->posonlyargs);
    walk_args(walk, "args", args->args);
    walk_arg(walk, "vararg", args->vararg);
    walk_args(walk, "kwonlyargs", args->kwonlyargs);
    walk_exprs(walk, "kw_defaults", args->kw_defaults);
    walk_arg(walk, "kwarg", args->kwarg);
    walk_exprs(walk, "defaults", args->defaults);
}

static void walk_keywords(Walk *walk, KeywordList list) {
    for (size_t i = 0; i < list.count; i++) {
        const Keyword *keyword = list.items[i];
        if (!enter(walk)) return;
        begin_line(walk, "keywords");
        print(walk, "keyword");
        print_location(walk, keyword->at);
        print_name(walk, "arg", keyword->arg);
        end_line(walk);
        walk_expr(walk, "value", keyword->value);
        leave(walk);
    }
}

static void walk_aliases(Walk *walk, AliasList list) {
    for (size_t i = 0; i < list.count; i++) {
        const Alias *alias = list.items[i];
        if (!enter(walk)) return;
        begin_line(walk, "names");
        print(walk, "alias");
        print_location(walk, alias->at);
        print_name(walk, "name", alias->name);
        print_name(walk, "asname", alias->asname);
        end_line(walk);
        leave(walk);
    }
}

static void walk_generators(Walk *walk, ComprehensionList list) {
    for (size_t i = 0; i < list.count; i++) {
        const Comprehension *clause = list.items[i];
        if (!enter(walk)) return;
        begin_line(walk, "generators");
        print(walk, clause->is_async ? "comprehension is_async=1" : "comprehension is_async=0");
        end_line(walk);
        walk_expr(walk, "target", clause->target);
        walk_expr(walk, "iter", clause->iter);
        walk_exprs(walk, "ifs", clause->ifs);
        leave(walk);
    }
}

static void walk_names(Walk *walk, NameList list) {
    for (size_t i = 0; i < list.count; i++) print_word(walk, list.items[i]);
}

/* Expressions ---------------------------------------------------------------------------------- */

static const char *expr_name(ExprKind kind) {
    static const char *const names[] = {
        "BoolOp",    "NamedExpr", "BinOp",     "UnaryOp",   "Lambda",   "IfExp",
        "Dict",      "Set",       "ListComp",  "SetComp",   "DictComp", "GeneratorExp",
        "Await",     "Yield",     "YieldFrom", "Compare",   "Call",     "FormattedValue",
        "JoinedStr", "Constant",  "Attribute", "Subscript", "Starred",  "Name",
        "List",      "Tuple",     "Slice",
    };
    return names[kind];
}

/* What stands on the node's own line. */
static void print_expr_words(Walk *walk, const Expr *expr) {
    switch (expr->kind) {
    case EXPR_BOOL_OP: print_word(walk, boolop_names[expr->bool_op.op]); break;
    case EXPR_BIN_OP: print_word(walk, operator_names[expr->bin_op.op]); break;
    case EXPR_UNARY_OP: print_word(walk, unaryop_names[expr->unary_op.op]); break;
    case EXPR_COMPARE:
        for (size_t i = 0; i < expr->compare.ops.count; i++) {
            print_word(walk, cmpop_names[expr->compare.ops.items[i]]);
        }
        break;
    case EXPR_FORMATTED_VALUE:
        if (walk->out) text_appendf(walk->out, " %d", expr->formatted_value.conversion);
        break;
    case EXPR_CONSTANT:
        print(walk, " ");
        if (walk->out) print_constant(walk->out, expr->constant.value);
        if (expr->constant.is_u) print(walk, " u");
        break;
    case EXPR_ATTRIBUTE:
        print_name(walk, "attr", expr->attribute.attr);
        print_word(walk, context_names[expr->attribute.ctx]);
        break;
    case EXPR_SUBSCRIPT: print_word(walk, context_names[expr->subscript.ctx]); break;
    case EXPR_STARRED: print_word(walk, context_names[expr->starred.ctx]); break;
    case EXPR_NAME:
        print_name(walk, "id", expr->name.id);
        print_word(walk, context_names[expr->name.ctx]);
        break;
    case EXPR_LIST:
    case EXPR_TUPLE: print_word(walk, context_names[expr->list.ctx]); break;
    default: break;
    }
}

static void walk_expr_fields(Walk *walk, const Expr *expr) {
    switch (expr->kind) {
    case EXPR_BOOL_OP: walk_exprs(walk, "values", expr->bool_op.values); break;
    case EXPR_NAMED_EXPR:
        walk_expr(walk, "target", expr->named_expr.target);
        walk_expr(walk, "value", expr->named_expr.value);
        break;
    case EXPR_BIN_OP:
        walk_expr(walk, "left", expr->bin_op.left);
        walk_expr(walk, "right", expr->bin_op.right);
        break;
    case EXPR_UNARY_OP: walk_expr(walk, "operand", expr->unary_op.operand); break;
    case EXPR_LAMBDA:
        walk_arguments(walk, expr->lambda.args);
        walk_expr(walk, "body", expr->lambda.body);
        break;
    case EXPR_IF_EXP:
        walk_expr(walk, "test", expr->if_exp.test);
        walk_expr(walk, "body", expr->if_exp.body);
        walk_expr(walk, "orelse", expr->if_exp.orelse);
        break;
    case EXPR_DICT:
        walk_exprs(walk, "keys", expr->dict.keys);
        walk_exprs(walk, "values", expr->dict.values);
        break;
    case EXPR_SET: walk_exprs(walk, "elts", expr->set.elts); break;
    case EXPR_LIST_COMP:
    case EXPR_SET_COMP:
    case EXPR_GENERATOR_EXP:
        walk_expr(walk, "elt", expr->generator_exp.elt);
        walk_generators(walk, expr->generator_exp.generators);
        break;
    case EXPR_DICT_COMP:
        walk_expr(walk, "key", expr->dict_comp.key);
        walk_expr(walk, "value", expr->dict_comp.value);
        walk_generators(walk, expr->dict_comp.generators);
        break;
    case EXPR_AWAIT: walk_expr(walk, "value", expr->await.value); break;
    case EXPR_YIELD:
        if (expr->yield.value) walk_expr(walk, "value", expr->yield.value);
        break;
    case EXPR_YIELD_FROM: walk_expr(walk, "value", expr->yield_from.value); break;
    case EXPR_COMPARE:
        walk_expr(walk, "left", expr->compare.left);
        walk_exprs(walk, "comparators", expr->compare.comparators);
        break;
    case EXPR_CALL:
        walk_expr(walk, "func", expr->call.func);
        walk_exprs(walk, "args", expr->call.args);
        walk_keywords(walk, expr->call.keywords);
        break;
    case EXPR_FORMATTED_VALUE:
        walk_expr(walk, "value", expr->formatted_value.value);
        if (expr->formatted_value.format_spec) {
            walk_expr(walk, "format_spec", expr->formatted_value.format_spec);
        }
        break;
    case EXPR_JOINED_STR: walk_exprs(walk, "values", expr->joined_str.values); break;
    case EXPR_ATTRIBUTE: walk_expr(walk, "value", expr->attribute.value); break;
    case EXPR_SUBSCRIPT:
        walk_expr(walk, "value", expr->subscript.value);
        walk_expr(walk, "slice", expr->subscript.slice);
        break;
    case EXPR_STARRED: walk_expr(walk, "value", expr->starred.value); break;
    case EXPR_LIST:
    case EXPR_TUPLE: walk_exprs(walk, "elts", expr->list.elts); break;
    case EXPR_SLICE:
        if (expr->slice.lower) walk_expr(walk, "lower", expr->slice.lower);
        if (expr->slice.upper) walk_expr(walk, "upper", expr->slice.upper);
        if (expr->slice.step) walk_expr(walk, "step", expr->slice.step);
        break;
    case EXPR_CONSTANT:
    case EXPR_NAME: break;
    }
}

static void walk_expr(Walk *walk, const char *label, const Expr *expr) {
    if (!enter(walk)) return;
    begin_line(walk, label);
    if (!expr) {
        print(walk, "None");
        end_line(walk);
        leave(walk);
        return;
    }
    print(walk, expr_name(expr->kind));
    print_location(walk, expr->at);
    print_expr_words(walk, expr);
    end_line(walk);
    walk_expr_fields(walk, expr);
    leave(walk);
}

/* Patterns ------------------------------------------------------------------------------------- */

static void walk_patterns(Walk *walk, const char *label, PatternList list) {
    for (size_t i = 0; i < list.count; i++) walk_pattern(walk, label, list.items[i]);
}

static void walk_pattern(Walk *walk, const char *label, const Pattern *pattern) {
    static const char *const names[] = {"MatchValue",   "MatchSingleton", "MatchSequence",
                                        "MatchMapping", "MatchClass",     "MatchStar",
                                        "MatchAs",      "MatchOr"};
    if (!enter(walk)) return;
    begin_line(walk, label);
    print(walk, names[pattern->kind]);
    print_location(walk, pattern->at);
    switch (pattern->kind) {
    case PATTERN_MATCH_SINGLETON:
        print(walk, " ");
        if (walk->out) print_constant(walk->out, pattern->match_singleton.value);
        break;
    case PATTERN_MATCH_MAPPING: print_name(walk, "rest", pattern->match_mapping.rest); break;
    case PATTERN_MATCH_CLASS: walk_names(walk, pattern->match_class.kwd_attrs); break;
    case PATTERN_MATCH_STAR: print_name(walk, "name", pattern->match_star.name); break;
    case PATTERN_MATCH_AS: print_name(walk, "name", pattern->match_as.name); break;
    default: break;
    }
    end_line(walk);
    switch (pattern->kind) {
    case PATTERN_MATCH_VALUE: walk_expr(walk, "value", pattern->match_value.value); break;
    case PATTERN_MATCH_SEQUENCE:
    case PATTERN_MATCH_OR: walk_patterns(walk, "patterns", pattern->match_sequence.patterns); break;
    case PATTERN_MATCH_MAPPING:
        walk_exprs(walk, "keys", pattern->match_mapping.keys);
        walk_patterns(walk, "patterns", pattern->match_mapping.patterns);
        break;
    case PATTERN_MATCH_CLASS:
        walk_expr(walk, "cls", pattern->match_class.cls);
        walk_patterns(walk, "patterns", pattern->match_class.patterns);
        walk_patterns(walk, "kwd_patterns", pattern->match_class.kwd_patterns);
        break;
    case PATTERN_MATCH_AS:
        if (pattern->match_as.pattern) walk_pattern(walk, "pattern", pattern->match_as.pattern);
        break;
    case PATTERN_MATCH_SINGLETON:
    case PATTERN_MATCH_STAR: break;
    }
    leave(walk);
}

static void walk_cases(Walk *walk, MatchCaseList list) {
    for (size_t i = 0; i < list.count; i++) {
        const MatchCase *block = list.items[i];
        if (!enter(walk)) return;
        begin_line(walk, "cases");
        print(walk, "match_case");
        end_line(walk);
        walk_pattern(walk, "pattern", block->pattern);
        if (block->guard) walk_expr(walk, "guard", block->guard);
        walk_stmts(walk, "body", block->body);
        leave(walk);
    }
}

/* Statements ----------------------------------------------------------------------------------- */

static const char *stmt_name(StmtKind kind) {
    static const char *const names[] = {
        "FunctionDef", "AsyncFunctionDef",
        "ClassDef",    "Return",
        "Delete",      "Assign",
        "AugAssign",   "AnnAssign",
        "For",         "AsyncFor",
        "While",       "If",
        "With",        "AsyncWith",
        "Match",       "Raise",
        "Try",         "TryStar",
        "Assert",      "Import",
        "ImportFrom",  "Global",
        "Nonlocal",    "Expr",
        "Pass",        "Break",
        "Continue",
    };
    return names[kind];
}

static void print_stmt_words(Walk *walk, const Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: print_name(walk, "name", stmt->function_def.name); break;
    case STMT_CLASS_DEF: print_name(walk, "name", stmt->class_def.name); break;
    case STMT_AUG_ASSIGN: print_word(walk, operator_names[stmt->aug_assign.op]); break;
    case STMT_ANN_ASSIGN: print_word(walk, stmt->ann_assign.simple ? "1" : "0"); break;
    case STMT_IMPORT_FROM:
        print_name(walk, "module", stmt->import_from.module);
        if (walk->out) text_appendf(walk->out, " level=%d", stmt->import_from.level);
        break;
    case STMT_GLOBAL:
    case STMT_NONLOCAL: walk_names(walk, stmt->global.names); break;
    default: break;
    }
}

static void walk_with_items(Walk *walk, WithItemList list) {
    for (size_t i = 0; i < list.count; i++) {
        if (!enter(walk)) return;
        begin_line(walk, "items");
        print(walk, "withitem");
        end_line(walk);
        walk_expr(walk, "context_expr", list.items[i]->context_expr);
        if (list.items[i]->optional_vars) {
            walk_expr(walk, "optional_vars", list.items[i]->optional_vars);
        }
        leave(walk);
    }
}

static void walk_handlers(Walk *walk, ExceptHandlerList list) {
    for (size_t i = 0; i < list.count; i++) {
        const ExceptHandler *handler = list.items[i];
        if (!enter(walk)) return;
        begin_line(walk, "handlers");
        print(walk, "ExceptHandler");
        print_location(walk, handler->at);
        print_name(walk, "name", handler->name);
        end_line(walk);
        if (handler->type) walk_expr(walk, "type", handler->type);
        walk_stmts(walk, "body", handler->body);
        leave(walk);
    }
}

static void walk_stmt_fields(Walk *walk, const Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF:
        walk_arguments(walk, stmt->function_def.args);
        walk_stmts(walk, "body", stmt->function_def.body);
        walk_exprs(walk, "decorator_list", stmt->function_def.decorator_list);
        if (stmt->function_def.returns) walk_expr(walk, "returns", stmt->function_def.returns);
        break;
    case STMT_CLASS_DEF:
        walk_exprs(walk, "bases", stmt->class_def.bases);
        walk_keywords(walk, stmt->class_def.keywords);
        walk_stmts(walk, "body", stmt->class_def.body);
        walk_exprs(walk, "decorator_list", stmt->class_def.decorator_list);
        break;
    case STMT_RETURN:
        if (stmt->return_.value) walk_expr(walk, "value", stmt->return_.value);
        break;
    case STMT_DELETE: walk_exprs(walk, "targets", stmt->delete_.targets); break;
    case STMT_ASSIGN:
        walk_exprs(walk, "targets", stmt->assign.targets);
        walk_expr(walk, "value", stmt->assign.value);
        break;
    case STMT_AUG_ASSIGN:
        walk_expr(walk, "target", stmt->aug_assign.target);
        walk_expr(walk, "value", stmt->aug_assign.value);
        break;
    case STMT_ANN_ASSIGN:
        walk_expr(walk, "target", stmt->ann_assign.target);
        walk_expr(walk, "annotation", stmt->ann_assign.annotation);
        if (stmt->ann_assign.value) walk_expr(walk, "value", stmt->ann_assign.value);
        break;
    case STMT_FOR:
    case STMT_ASYNC_FOR:
        walk_expr(walk, "target", stmt->for_.target);
        walk_expr(walk, "iter", stmt->for_.iter);
        walk_stmts(walk, "body", stmt->for_.body);
        walk_stmts(walk, "orelse", stmt->for_.orelse);
        break;
    case STMT_WHILE:
    case STMT_IF:
        walk_expr(walk, "test", stmt->if_.test);
        walk_stmts(walk, "body", stmt->if_.body);
        walk_stmts(walk, "orelse", stmt->if_.orelse);
        break;
    case STMT_WITH:
    case STMT_ASYNC_WITH:
        walk_with_items(walk, stmt->with.items);
        walk_stmts(walk, "body", stmt->with.body);
        break;
    case STMT_MATCH:
        walk_expr(walk, "subject", stmt->match.subject);
        walk_cases(walk, stmt->match.cases);
        break;
    case STMT_RAISE:
        if (stmt->raise.exc) walk_expr(walk, "exc", stmt->raise.exc);
        if (stmt->raise.cause) walk_expr(walk, "cause", stmt->raise.cause);
        break;
    case STMT_TRY:
    case STMT_TRY_STAR:
        walk_stmts(walk, "body", stmt->try_.body);
        walk_handlers(walk, stmt->try_.handlers);
        walk_stmts(walk, "orelse", stmt->try_.orelse);
        walk_stmts(walk, "finalbody", stmt->try_.finalbody);
        break;
    case STMT_ASSERT:
        walk_expr(walk, "test", stmt->assert_.test);
        if (stmt->assert_.msg) walk_expr(walk, "msg", stmt->assert_.msg);
        break;
    case STMT_IMPORT: walk_aliases(walk, stmt->import.names); break;
    case STMT_IMPORT_FROM: walk_aliases(walk, stmt->import_from.names); break;
    case STMT_EXPR: walk_expr(walk, "value", stmt->expr.value); break;
    case STMT_GLOBAL:
    case STMT_NONLOCAL:
    case STMT_PASS:
    case STMT_BREAK:
    case STMT_CONTINUE: break;
    }
}

static void walk_stmts(Walk *walk, const char *label, StmtList list) {
    for (size_t i = 0; i < list.count; i++) {
        if (!enter(walk)) return;
        begin_line(walk, label);
        print(walk, stmt_name(list.items[i]->kind));
        print_location(walk, list.items[i]->at);
        print_stmt_words(walk, list.items[i]);
        end_line(walk);
        walk_stmt_fields(walk, list.items[i]);
        leave(walk);
    }
}

bool ast_is_shallow(const Module *module, int levels) {
    Walk walk = {.limit = levels};
    walk_stmts(&walk, "", module->body);
    return !walk.exceeded;
}

void ast_dump(const Module *module, TextBuffer *out) {
    Walk walk = {.out = out, .limit = 1 << 20};
    text_append_string(out, "Module\n");
    walk_stmts(&walk, "body", module->body);
}
