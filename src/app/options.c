#include "app/options.h"

#include "app/options_picture.h"
#include "base/translate.h"
#include "draw/raster.h"
#include "draw/theme.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIDE_MIN = 64,         /* pixels: smaller pictures show nothing */
    PIXELS_MAX = 96000000, /* of a picture: beyond 12000 x 8000 */
    EXPORT_WIDTH = 1440,   /* pixels, without --size */
    EXPORT_HEIGHT = 900
};

/* The whole of `text` as a number from `least` to `most`. */
static bool parse_number(const char *text, long least, long most, long *value) {
    char *end;
    errno = 0;
    if (text[0] < '0' || text[0] > '9') return false;
    *value = strtol(text, &end, 10);
    return !errno && !*end && *value >= least && *value <= most;
}

static bool parse_size(const char *text, Options *options) {
    char copy[32];
    const char *cross = strchr(text, 'x');
    long width, height;
    if (!cross || (size_t)(cross - text) >= sizeof copy) return false;
    memcpy(copy, text, (size_t)(cross - text));
    copy[cross - text] = '\0';
    if (!parse_number(copy, SIDE_MIN, PIXEL_BUFFER_LIMIT, &width)) return false;
    if (!parse_number(cross + 1, SIDE_MIN, PIXEL_BUFFER_LIMIT, &height)) return false;
    options->sized = true;
    options->width = (int)width;
    options->height = (int)height;
    return true;
}

static bool parse_scale(const char *text, Options *options) {
    char *end;
    if (text[0] < '0' || text[0] > '9') return false;
    options->scale = strtof(text, &end);
    return !*end && isfinite(options->scale) && options->scale >= 0.25f && options->scale <= 8;
}

/* Whether the word is one of those between the spaces. */
static bool is_one_of(const char *word, const char *words) {
    size_t length = strlen(word);
    for (const char *at = words; *at; at += strspn(at, " ")) {
        size_t next = strcspn(at, " ");
        if (next == length && memcmp(at, word, length) == 0) return true;
        at += next;
    }
    return false;
}

/* One option; `*value_used` says whether it took `value`, which may be null. */
static bool parse_option(const char *name, const char *value, Options *options, bool *value_used,
                         Error *error) {
    bool dump = options->command == COMMAND_DUMP, export = options->command == COMMAND_EXPORT;
    bool window = options->command == COMMAND_WINDOW;
    *value_used = false;
    if (export) {
        OptionResult result = picture_option(name, value, options, value_used, error);
        if (result != OPTION_OTHER) return result == OPTION_TAKEN;
    }
    if ((dump || export) && strcmp(name, "--last") == 0) {
        options->stops = STOP_LAST;
        return true;
    }
    bool asks = export || options->command == COMMAND_VERIFY || options->command == COMMAND_LESSON;
    if (asks && strcmp(name, "--yes") == 0) {
        options->yes = true;
        return true;
    }
    if (options->command == COMMAND_SESSION && strcmp(name, "--translated") == 0) {
        options->translated = true;
        return true;
    }
    if (export && strcmp(name, "--no-checks") == 0) {
        options->no_checks = true;
        return true;
    }
    if (dump && strcmp(name, "--all") == 0) {
        options->stops = STOP_ALL;
        return true;
    }
    if (dump && strcmp(name, "--variables") == 0) {
        options->variables = true;
        return true;
    }
    bool step = (dump || export) && strcmp(name, "--step") == 0;
    bool theme = (window || export) && strcmp(name, "--theme") == 0;
    bool data_dir = window && strcmp(name, "--data-dir") == 0;
    bool level = export && strcmp(name, "--level") == 0;
    bool phase = export && strcmp(name, "--phase") == 0;
    bool size = export && strcmp(name, "--size") == 0;
    bool scale = export && strcmp(name, "--scale") == 0;
    bool limit = options->command == COMMAND_RUN && strcmp(name, "--limit") == 0;
    bool output = export && (strcmp(name, "-o") == 0 || strcmp(name, "--output") == 0);
    bool folder = options->command == COMMAND_SESSION && strcmp(name, "--out") == 0;
    bool known =
        step || theme || level || phase || size || scale || limit || output || folder || data_dir;
    if (!known) {
        return error_set(error, _("unknown option %s"), name);
    }
    if (!value) return error_set(error, _("%s needs a value"), name);
    *value_used = true;
    if (step) {
        long number;
        if (!parse_number(value, 0, 2000000000, &number)) {
            return error_set(error, _("--step %s: not a step's number"), value);
        }
        options->stops = STOP_NUMBER;
        options->step = (uint32_t)number;
    }
    if (limit) {
        long millions;
        if (!parse_number(value, 1, 1000000, &millions)) {
            return error_set(error, _("--limit %s: millions of instructions, from 1"), value);
        }
        options->limit = (uint64_t)millions * 1000000;
    }
    if (theme) {
        options->theme = value;
        if (!theme_find(value))
            return error_set(error, _("--theme %s: light, dark, contrast or grey"), value);
    }
    if (level) {
        options->level = value;
        if (!is_one_of(value, "basic counts internals"))
            return error_set(error, _("--level %s: basic, counts or internals"), value);
    }
    if (phase) {
        options->phase = value;
        if (!is_one_of(value, "copy subtract reach finalize clear"))
            return error_set(error, _("--phase %s: copy, subtract, reach, finalize or clear"),
                             value);
    }
    if (size && !parse_size(value, options)) {
        return error_set(error, _("--size %s: two numbers from %d to %d, such as 1440x900"), value,
                         SIDE_MIN, PIXEL_BUFFER_LIMIT);
    }
    if (scale && !parse_scale(value, options)) {
        return error_set(error, _("--scale %s: a number from 0.25 to 8"), value);
    }
    if (output || folder) options->output = value;
    if (data_dir) {
        options->data_dir = value;
        if (!value[0]) return error_set(error, _("--data-dir needs a folder"));
    }
    return true;
}

static Command command_of(const char *word, bool *known) {
    static const struct {
        const char *word;
        Command command;
    } words[] = {
        {"run", COMMAND_RUN},       {"dump", COMMAND_DUMP},       {"export", COMMAND_EXPORT},
        {"verify", COMMAND_VERIFY}, {"session", COMMAND_SESSION}, {"lesson", COMMAND_LESSON},
        {"--help", COMMAND_HELP},   {"-h", COMMAND_HELP},         {"--version", COMMAND_VERSION}};
    *known = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i].word) != 0) continue;
        *known = true;
        return words[i].command;
    }
    return COMMAND_WINDOW;
}

/* What only the whole line can tell. */
static bool check_options(Options *options, int choices, Error *error) {
    static const char *const names[] = {"",       "run",     "dump",        "export",
                                        "verify", "session", "lesson check"};
    bool needs_file = options->command > COMMAND_WINDOW && options->command < COMMAND_HELP;
    if (needs_file && !options->file && !options->picture.all) {
        return error_set(error, _("%s needs a file"), names[options->command]);
    }
    if (choices > 1) return error_set(error, _("--step, --last, --all: one of them"));
    if (options->command != COMMAND_EXPORT) return true;
    if (!options->output) return error_set(error, _("export needs -o OUT"));
    bool python = options->format == EXPORT_PYTHON;
    if (options->no_checks && !python) {
        return error_set(error, _("--no-checks goes with --format py"));
    }
    bool draft = options->format == EXPORT_LESSON;
    if ((python || draft) && choices) {
        return error_set(error, _("--format %s writes all that is done: no --step, no --last"),
                         python ? "py" : "lesson");
    }
    if (options->yes && !draft) {
        return error_set(error, _("--yes goes with --format lesson"));
    }
    if (!picture_options_check(options, choices > 0, error)) return false;
    double width = options->width * (double)options->scale;
    double height = options->height * (double)options->scale;
    bool fits = width <= PIXEL_BUFFER_LIMIT && height <= PIXEL_BUFFER_LIMIT &&
                width * height <= PIXELS_MAX && width >= 1 && height >= 1;
    if (!fits) return error_set(error, _("the picture would be too large"));
    return true;
}

bool options_parse(int argc, char **argv, Options *options, Error *error) {
    *options = (Options){.width = EXPORT_WIDTH, .height = EXPORT_HEIGHT, .scale = 1};
    int at = 1, choices = 0;
    if (argc > 1) {
        bool known;
        options->command = command_of(argv[1], &known);
        at += known;
    }
    for (int i = at; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") != 0 && strcmp(argv[i], "-h") != 0) continue;
        if (options->command < COMMAND_HELP) options->help_of = options->command;
        options->command = COMMAND_HELP;
        return true; /* whoever asks for help need not have the rest right */
    }
    if (options->command == COMMAND_LESSON) {
        if (argc < 3 || strcmp(argv[2], "check") != 0) {
            return error_set(error, _("what a lesson can be: lesson check FILE.lesson"));
        }
        at++;
    }
    bool plain = false; /* after "--" everything is a file */
    for (; at < argc; at++) {
        const char *word = argv[at];
        if (!plain && strcmp(word, "--") == 0) {
            plain = true;
        } else if (!plain && word[0] == '-' && word[1]) {
            bool used;
            const char *value = at + 1 < argc ? argv[at + 1] : NULL;
            if (!parse_option(word, value, options, &used, error)) return false;
            choices += strcmp(word, "--step") == 0 || strcmp(word, "--last") == 0 ||
                       (strcmp(word, "--all") == 0 && options->command == COMMAND_DUMP);
            at += used;
        } else if (options->file || options->command >= COMMAND_HELP) {
            return error_set(error, _("%s: one file is enough"), word);
        } else {
            options->file = word;
        }
    }
    options->stop_chosen = choices > 0;
    return check_options(options, choices, error);
}
