#include "python/char_class.h"

#include <stddef.h>

typedef struct Range {
    uint32_t first, last;
} Range;

#define IS_IN(table, point) is_in(table, sizeof table / sizeof *table, point)

static bool is_in(const Range *ranges, size_t count, uint32_t point) {
    for (size_t i = 0; i < count; i++) {
        if (point >= ranges[i].first && point <= ranges[i].last) return true;
    }
    return false;
}

bool char_is_space(uint32_t point) {
    static const Range spaces[] = {{0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
                                   {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                                   {0x205F, 0x205F}, {0x3000, 0x3000}};
    if (point < 0x80)
        return point == ' ' || (point >= 9 && point <= 13) || (point >= 0x1C && point <= 0x1F);
    return IS_IN(spaces, point);
}

bool char_is_line_break(uint32_t point) {
    return (point >= 10 && point <= 13) || (point >= 0x1C && point <= 0x1E) || point == 0x85 ||
           point == 0x2028 || point == 0x2029;
}

int char_decimal(uint32_t point) {
    /* Where the zeros of the scripts stand. */
    static const uint32_t zeros[] = {
        '0',     0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,
        0xC66,   0xCE6,   0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,
        0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,
        0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066,
        0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0,
        0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2,
        0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        if (point >= zeros[i] && point <= zeros[i] + 9) return (int)(point - zeros[i]);
    }
    return -1;
}

/* ---- letters with case ---- */

/* Runs where capital and small letters alternate: `capital` 0 when the capitals are even. */
typedef struct Alternation {
    uint32_t first, last, capital;
} Alternation;

static const Alternation alternations[] = {{0x100, 0x12F, 0}, {0x132, 0x137, 0}, {0x139, 0x148, 1},
                                           {0x14A, 0x177, 0}, {0x179, 0x17E, 1}, {0x370, 0x373, 0},
                                           {0x376, 0x377, 0}, {0x3D8, 0x3EF, 0}, {0x460, 0x481, 0},
                                           {0x48A, 0x4BF, 0}, {0x4C1, 0x4CE, 1}, {0x4D0, 0x52F, 0}};

/* Runs of capitals whose small letters lie `offset` further. */
typedef struct Shift {
    uint32_t first, last, offset;
} Shift;

static const Shift shifts[] = {
    {'A', 'Z', 32},     {0xC0, 0xD6, 32},    {0xD8, 0xDE, 32},      {0x391, 0x3A1, 32},
    {0x3A3, 0x3AB, 32}, {0x386, 0x386, 38},  {0x388, 0x38A, 37},    {0x38C, 0x38C, 64},
    {0x38E, 0x38F, 63}, {0x37F, 0x37F, 116}, {0x410, 0x42F, 32},    {0x400, 0x40F, 80},
    {0x4C0, 0x4C0, 15}, {0x531, 0x556, 48},  {0x178, 0x178, -121u}, {0xFF21, 0xFF3A, 32}};

/* The small letter of a capital, or 0 where the point is no capital of the tables. */
static uint32_t small_of(uint32_t point) {
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        if (point >= shifts[i].first && point <= shifts[i].last) return point + shifts[i].offset;
    }
    for (size_t i = 0; i < sizeof alternations / sizeof *alternations; i++) {
        const Alternation *at = &alternations[i];
        if (point >= at->first && point <= at->last && (point & 1) == at->capital) return point + 1;
    }
    return 0;
}

static uint32_t capital_of(uint32_t point) {
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        uint32_t capital = point - shifts[i].offset;
        if (capital >= shifts[i].first && capital <= shifts[i].last) return capital;
    }
    for (size_t i = 0; i < sizeof alternations / sizeof *alternations; i++) {
        const Alternation *at = &alternations[i];
        if (point >= at->first && point <= at->last && (point & 1) != at->capital) return point - 1;
    }
    return 0;
}

/* Letters whose forms no rule gives: capital forms, small form, folded forms; 0 ends. */
typedef struct Special {
    uint32_t point;
    CharClass class;
    uint32_t upper[3], lower[2], title[3], fold[3];
} Special;

static const Special specials[] = {
    {0xAA, CHAR_LOWER, {0xAA}, {0xAA}, {0xAA}, {0xAA}},
    {0xB5, CHAR_LOWER, {0x39C}, {0xB5}, {0x39C}, {0x3BC}},
    {0xBA, CHAR_LOWER, {0xBA}, {0xBA}, {0xBA}, {0xBA}},
    {0xDF, CHAR_LOWER, {'S', 'S'}, {0xDF}, {'S', 's'}, {'s', 's'}},
    {0x130, CHAR_UPPER, {0x130}, {'i', 0x307}, {0x130}, {'i', 0x307}},
    {0x131, CHAR_LOWER, {'I'}, {0x131}, {'I'}, {0x131}},
    {0x138, CHAR_LOWER, {0x138}, {0x138}, {0x138}, {0x138}},
    {0x149, CHAR_LOWER, {0x2BC, 'N'}, {0x149}, {0x2BC, 'N'}, {0x2BC, 'n'}},
    {0x17F, CHAR_LOWER, {'S'}, {0x17F}, {'S'}, {'s'}},
    {0x390,
     CHAR_LOWER,
     {0x399, 0x308, 0x301},
     {0x390},
     {0x399, 0x308, 0x301},
     {0x3B9, 0x308, 0x301}},
    {0x3B0,
     CHAR_LOWER,
     {0x3A5, 0x308, 0x301},
     {0x3B0},
     {0x3A5, 0x308, 0x301},
     {0x3C5, 0x308, 0x301}},
    {0x3C2, CHAR_LOWER, {0x3A3}, {0x3C2}, {0x3A3}, {0x3C3}},
    {0x1E9E, CHAR_UPPER, {0x1E9E}, {0xDF}, {0x1E9E}, {'s', 's'}},
};

static const Special *find_special(uint32_t point) {
    if (point < 0x80) return NULL;
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (specials[i].point == point) return &specials[i];
    }
    return NULL;
}

static int copy_forms(const uint32_t *forms, int max, uint32_t out[CHAR_FORMS_MAX]) {
    int count = 0;
    while (count < max && forms[count]) {
        out[count] = forms[count];
        count++;
    }
    return count;
}

static int one_form(uint32_t form, uint32_t point, uint32_t out[CHAR_FORMS_MAX]) {
    out[0] = form ? form : point;
    return 1;
}

int char_lower(uint32_t point, uint32_t out[CHAR_FORMS_MAX]) {
    const Special *special = find_special(point);
    return special ? copy_forms(special->lower, 2, out) : one_form(small_of(point), point, out);
}

int char_upper(uint32_t point, uint32_t out[CHAR_FORMS_MAX]) {
    const Special *special = find_special(point);
    return special ? copy_forms(special->upper, 3, out) : one_form(capital_of(point), point, out);
}

int char_title(uint32_t point, uint32_t out[CHAR_FORMS_MAX]) {
    const Special *special = find_special(point);
    return special ? copy_forms(special->title, 3, out) : one_form(capital_of(point), point, out);
}

int char_fold(uint32_t point, uint32_t out[CHAR_FORMS_MAX]) {
    const Special *special = find_special(point);
    return special ? copy_forms(special->fold, 3, out) : one_form(small_of(point), point, out);
}

/* ---- classes ---- */

CharClass char_class(uint32_t point) {
    /* Letters without case: Hebrew, Arabic, Thai, Devanagari, kana, Han, Hangul. */
    static const Range letters[] = {{0x5D0, 0x5EA},     {0x620, 0x64A},   {0x904, 0x939},
                                    {0xE01, 0xE30},     {0x3041, 0x3096}, {0x30A1, 0x30FA},
                                    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3},
                                    {0x20000, 0x2A6DF}, {0xFF66, 0xFF9D}};
    /* Punctuation and symbols. Currency, arrows, operators, boxes, shapes, dingbats, pictographs.
     */
    static const Range others[] = {{0x2000, 0x206F}, {0x20A0, 0x20C0},   {0x2190, 0x23FF},
                                   {0x2500, 0x2775}, {0x2794, 0x27FF},   {0x2900, 0x2BFF},
                                   {0x3000, 0x3004}, {0x3008, 0x3020},   {0xD800, 0xF8FF},
                                   {0xFE00, 0xFE0F}, {0x1F000, 0x1F0FF}, {0x1F300, 0x1FAFF},
                                   {0xFFFC, 0xFFFD}};
    const Special *special = find_special(point);
    if (special) return special->class;
    if (small_of(point)) return CHAR_UPPER;
    if (capital_of(point)) return CHAR_LOWER;
    if (char_decimal(point) >= 0) return CHAR_DECIMAL;
    if (point < 0x100) {
        if (point == 0xB2 || point == 0xB3 || point == 0xB9) return CHAR_DIGIT;
        return point >= 0xBC && point <= 0xBE ? CHAR_NUMERIC : CHAR_OTHER;
    }
    if (IS_IN(letters, point)) return CHAR_LETTER;
    return IS_IN(others, point) || char_is_space(point) ? CHAR_OTHER : CHAR_UNKNOWN;
}

bool char_starts_name(uint32_t point) {
    if (point == '_') return true;
    CharClass class = char_class(point);
    return class == CHAR_UPPER || class == CHAR_LOWER || class == CHAR_LETTER;
}

bool char_continues_name(uint32_t point) {
    return char_starts_name(point) || char_class(point) == CHAR_DECIMAL || point == 0xB7 ||
           point == 0x203F || point == 0x2040 || point == 0x2054 ||
           (point >= 0xFE00 && point <= 0xFE0F);
}
