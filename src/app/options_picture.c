#include "app/options_picture.h"

#include "base/translate.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Formats, by name and by how a file's name ends. */
static const struct {
    const char *name;
    ExportFormat format;
} formats[] = {{"png", EXPORT_PNG},   {"svg", EXPORT_SVG},      {"pdf", EXPORT_PDF},
               {"gif", EXPORT_GIF},   {"html", EXPORT_HTML},    {"htm", EXPORT_HTML},
               {"dot", EXPORT_DOT},   {"gv", EXPORT_DOT},       {"json", EXPORT_JSON},
               {"py", EXPORT_PYTHON}, {"lesson", EXPORT_LESSON}};

static bool find_format(const char *name, ExportFormat *format) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, name) != 0) continue;
        *format = formats[i].format;
        return true;
    }
    return false;
}

static bool parse_step(const char **at, uint32_t *step) {
    char *end;
    if (**at < '1' || **at > '9') return false;
    unsigned long number = strtoul(*at, &end, 10);
    if (number > 2000000000) return false;
    *step = (uint32_t)number;
    *at = end;
    return true;
}

/* "3-9", or "3-" to the last. */
static bool parse_range(const char *value, PictureOptions *picture) {
    if (!parse_step(&value, &picture->first) || *value++ != '-') return false;
    picture->range = true;
    picture->last = 0;
    if (!*value) return true;
    return parse_step(&value, &picture->last) && !*value && picture->last >= picture->first;
}

/* "3,7". */
static bool parse_strip(const char *value, PictureOptions *picture) {
    picture->strip_count = 0;
    for (;;) {
        if (picture->strip_count == FIGURE_STRIP_MAX) return false;
        if (!parse_step(&value, &picture->strip[picture->strip_count++])) return false;
        if (!*value) return picture->strip_count >= 2;
        if (*value++ != ',') return false;
    }
}

typedef struct Word {
    const char *word;
    bool *flag;
} Word;

/* A list of words with commas between, in any case; each sets its flag. */
static bool parse_words(const char *value, const Word *words, size_t count) {
    while (*value) {
        size_t length = strcspn(value, ","), i = 0;
        while (i < count && (strlen(words[i].word) != length ||
                             strncasecmp(words[i].word, value, length) != 0)) {
            i++;
        }
        if (i == count) return false;
        *words[i].flag = true;
        value += length;
        value += *value == ',';
    }
    return true;
}

static bool parse_hide(const char *value, PictureOptions *picture) {
    const Word words[] = {{"left", &picture->hide_left},
                          {"inspector", &picture->hide_inspector},
                          {"top", &picture->hide_top},
                          {"timeline", &picture->hide_timeline}};
    return *value && parse_words(value, words, 4);
}

static bool parse_without(const char *value, PictureView *view) {
    const Word words[] = {{"functions", &view->without_functions},
                          {"classes", &view->without_classes},
                          {"modules", &view->without_modules}};
    return *value && parse_words(value, words, 3);
}

static bool set_flag(const char *name, PictureOptions *picture) {
    const Word words[] = {{"--caption", &picture->caption},
                          {"--legend", &picture->legend},
                          {"--transparent", &picture->transparent},
                          {"--values", &picture->view.values_as_nodes},
                          {"--no-scene", &picture->no_scene}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, name) != 0) continue;
        *words[i].flag = true;
        return true;
    }
    return false;
}

/* One with a value; `known` false: it is none of these. */
static bool set_value(const char *name, const char *value, Options *options, bool *known,
                      Error *error) {
    PictureOptions *picture = &options->picture;
    if (strcmp(name, "--format") == 0) {
        picture->format_said = find_format(value, &options->format);
        return picture->format_said ||
               error_set(error, _("--format %s: png, svg, pdf, gif, html, dot, json, py or lesson"),
                         value);
    }
    if (strcmp(name, "--crop") == 0) {
        picture->content = strcmp(value, "content") == 0;
        picture->crop_said = picture->content || strcmp(value, "window") == 0;
        return picture->crop_said || error_set(error, _("--crop %s: content or window"), value);
    }
    if (strcmp(name, "--preset") == 0) {
        picture->preset = value;
        return figure_preset(value, &picture->fit, &picture->fit_size) ||
               error_set(error, _("--preset %s: natural, slide, column, social or print"), value);
    }
    if (strcmp(name, "--hide") == 0) {
        return parse_hide(value, picture) ||
               error_set(error, _("--hide %s: some of left,inspector,top,timeline"), value);
    }
    if (strcmp(name, "--without") == 0) {
        return parse_without(value, &picture->view) ||
               error_set(error, _("--without %s: some of functions,classes,modules"), value);
    }
    if (strcmp(name, "--steps") == 0) {
        return parse_range(value, picture) ||
               error_set(error, _("--steps %s: two steps, such as 3-9, or 3- to the last"), value);
    }
    if (strcmp(name, "--strip") == 0) {
        return parse_strip(value, picture) ||
               error_set(error, _("--strip %s: 2 to %d steps, such as 3,7"), value,
                         FIGURE_STRIP_MAX);
    }
    if (strcmp(name, "--worksheet") == 0) {
        bool badges = strcmp(value, "badges") == 0, arrows = strcmp(value, "arrows") == 0;
        picture->worksheet = badges ? WORKSHEET_BADGES : WORKSHEET_ARROWS;
        return badges || arrows || error_set(error, _("--worksheet %s: badges or arrows"), value);
    }
    if (strcmp(name, "--only") == 0) {
        picture->view.only = value;
    } else if (strcmp(name, "--select") == 0) {
        picture->view.select = value;
    } else if (strcmp(name, "--all") == 0) {
        options->output = value;
        picture->all = true;
    } else {
        *known = false;
    }
    return true;
}

OptionResult picture_option(const char *name, const char *value, Options *options, bool *used,
                            Error *error) {
    static const char *const with_value[] = {"--format",  "--crop",   "--preset", "--hide",
                                             "--without", "--steps",  "--strip",  "--worksheet",
                                             "--only",    "--select", "--all"};
    bool known = true, listed = false;
    *used = false;
    if (set_flag(name, &options->picture)) return OPTION_TAKEN;
    for (size_t i = 0; i < sizeof with_value / sizeof *with_value; i++) {
        listed = listed || strcmp(with_value[i], name) == 0;
    }
    if (!listed) return OPTION_OTHER;
    if (!value) {
        error_set(error, _("%s needs a value"), name);
        return OPTION_WRONG;
    }
    *used = true;
    if (!set_value(name, value, options, &known, error)) return OPTION_WRONG;
    return known ? OPTION_TAKEN : OPTION_OTHER;
}

/* ---- the whole line ---- */

static bool hides(const PictureOptions *picture) {
    return picture->hide_left || picture->hide_inspector || picture->hide_top ||
           picture->hide_timeline;
}

/* The first option that was said and that the list, with blanks around each, does not have; null:
 * there is none. */
static const char *said_besides(const Options *options, const char *allowed) {
    const PictureOptions *p = &options->picture;
    const struct {
        const char *name;
        bool said;
    } all[] = {{" --crop ", p->crop_said},
               {" --preset ", p->preset != NULL},
               {" --caption ", p->caption},
               {" --legend ", p->legend},
               {" --transparent ", p->transparent},
               {" --steps ", p->range},
               {" --strip ", p->strip_count > 0},
               {" --worksheet ", p->worksheet != WORKSHEET_NONE},
               {" --only ", p->view.only != NULL},
               {" --select ", p->view.select != NULL},
               {" --hide ", hides(p)},
               {" --values ", p->view.values_as_nodes},
               {" --without ",
                p->view.without_functions || p->view.without_classes || p->view.without_modules},
               {" --level ", options->level != NULL},
               {" --no-scene ", p->no_scene},
               {" --theme ", options->theme != NULL},
               {" --size ", options->sized},
               {" --scale ", options->scale != 1},
               {" --phase ", options->phase != NULL}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].said && !strstr(allowed, all[i].name)) return all[i].name;
    }
    return NULL;
}

/* What formats of sequences have no use for is refused. */
static bool check_sequence(const Options *options, Error *error) {
    static const char *const allowed[] = {
        [EXPORT_GIF] =
            " --crop --preset --caption --legend --steps --only --select --hide --values "
            "--without --level --theme --size --scale --phase ",
        [EXPORT_HTML] = " --legend --steps --only --select --values --without --level --phase ",
        [EXPORT_DOT] = " --steps ",
        [EXPORT_JSON] = " --steps "};
    static const char *const names[] = {
        [EXPORT_GIF] = "gif", [EXPORT_HTML] = "html", [EXPORT_DOT] = "dot", [EXPORT_JSON] = "json"};
    if (options->format < EXPORT_GIF || options->format > EXPORT_JSON) return true;
    const char *said = said_besides(options, allowed[options->format]);
    if (!said) return true;
    return error_set(error, _("%.*s does not go with --format %s"), (int)strlen(said) - 2, said + 1,
                     names[options->format]);
}

static void choose_format(Options *options) {
    const char *dot = options->output ? strrchr(options->output, '.') : NULL;
    ExportFormat format;
    if (options->picture.format_said || options->picture.all || !dot) return;
    /* scripts and lessons are written only when that was said */
    if (find_format(dot + 1, &format) && format < EXPORT_PYTHON) options->format = format;
}

/* Where only the scene can be meant, the scene is. */
static void choose_crop(PictureOptions *picture) {
    bool scene = picture->preset || picture->caption || picture->legend || picture->transparent ||
                 picture->strip_count || picture->worksheet || picture->view.select || picture->all;
    if (!picture->crop_said) picture->content = scene;
}

bool picture_options_check(Options *options, bool step_chosen, Error *error) {
    PictureOptions *picture = &options->picture;
    choose_format(options);
    const char *said = said_besides(
        options, " --values --without --level --no-scene --theme --size --scale --phase ");
    if (options->format >= EXPORT_PYTHON && said) {
        return error_set(error, _("%.*s goes with pictures only"), (int)strlen(said) - 2, said + 1);
    }
    if (!check_sequence(options, error)) return false;
    choose_crop(picture);
    if (picture->all && (picture->range || picture->strip_count || step_chosen)) {
        return error_set(error,
                         _("--all writes every card: no --step, --last, --steps or --strip"));
    }
    if (picture->all && picture->format_said) {
        return error_set(error, _("--all writes PNG and SVG: no --format"));
    }
    if (picture->range + (picture->strip_count > 0) + step_chosen > 1) {
        return error_set(error, _("--step, --last, --steps, --strip: one of them"));
    }
    if (options->phase && (picture->range || picture->strip_count || picture->all)) {
        return error_set(error, _("--phase goes with one step"));
    }
    if (picture->view.only && picture->view.select) {
        return error_set(error, _("--only, --select: one of them"));
    }
    if (picture->transparent && !picture->content) {
        return error_set(error, _("--transparent goes with --crop content: a window has a ground"));
    }
    if (picture->worksheet && !picture->content) {
        return error_set(error, _("--worksheet goes with --crop content"));
    }
    if (hides(picture) && picture->content) {
        return error_set(error, _("--hide goes with --crop window"));
    }
    if (picture->preset && options->sized) {
        return error_set(error, _("--preset, --size: one of them"));
    }
    if (picture->content && options->sized) {
        picture->fit = FIGURE_BOX;
        picture->fit_size = (Point){(float)options->width, (float)options->height};
    }
    picture->with_view = picture->view.only || picture->view.select ||
                         picture->view.values_as_nodes || picture->view.without_functions ||
                         picture->view.without_classes || picture->view.without_modules;
    return true;
}
