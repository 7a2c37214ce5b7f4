#include "app/options_picture.h"

#include "app/files/picture_rules.h"
#include "base/path.h"
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
        if (strcasecmp(formats[i].name, name) != 0) continue;
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
    const Word words[] = {
        {"--caption", &picture->caption},         {"--legend", &picture->legend},
        {"--transparent", &picture->transparent}, {"--values", &picture->view.values_as_nodes},
        {"--describe", &picture->describe},       {"--no-scene", &picture->no_scene}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, name) != 0) continue;
        *words[i].flag = true;
        return true;
    }
    return false;
}

/* One of those that have a value. */
static bool set_value(const char *name, const char *value, Options *options, Error *error) {
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
    } else { /* --all */
        options->output = value;
        picture->all = true;
    }
    return true;
}

OptionResult picture_option(const char *name, const char *value, Options *options, bool *used,
                            Error *error) {
    static const char *const with_value[] = {"--format",  "--crop",   "--preset", "--hide",
                                             "--without", "--steps",  "--strip",  "--worksheet",
                                             "--only",    "--select", "--all"};
    bool listed = false;
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
    return set_value(name, value, options, error) ? OPTION_TAKEN : OPTION_WRONG;
}

/* ---- the whole line ---- */

static bool hides(const PictureOptions *picture) {
    return picture->hide_left || picture->hide_inspector || picture->hide_top ||
           picture->hide_timeline;
}

static const char *const part_options[PICTURE_PARTS] = {[PICTURE_CROP] = "--crop",
                                                        [PICTURE_PRESET] = "--preset",
                                                        [PICTURE_CAPTION] = "--caption",
                                                        [PICTURE_LEGEND] = "--legend",
                                                        [PICTURE_TRANSPARENT] = "--transparent",
                                                        [PICTURE_STEPS] = "--steps",
                                                        [PICTURE_STRIP] = "--strip",
                                                        [PICTURE_WORKSHEET] = "--worksheet",
                                                        [PICTURE_ONLY] = "--only",
                                                        [PICTURE_SELECT] = "--select",
                                                        [PICTURE_HIDE] = "--hide",
                                                        [PICTURE_VALUES] = "--values",
                                                        [PICTURE_WITHOUT] = "--without",
                                                        [PICTURE_LEVEL] = "--level",
                                                        [PICTURE_NO_SCENE] = "--no-scene",
                                                        [PICTURE_THEME] = "--theme",
                                                        [PICTURE_SIZE] = "--size",
                                                        [PICTURE_SCALE] = "--scale",
                                                        [PICTURE_PHASE] = "--phase",
                                                        [PICTURE_DESCRIBE] = "--describe"};

static bool is_said(const Options *options, PicturePart part) {
    const PictureOptions *p = &options->picture;
    const bool said[PICTURE_PARTS] = {[PICTURE_CROP] = p->crop_said,
                                      [PICTURE_PRESET] = p->preset != NULL,
                                      [PICTURE_CAPTION] = p->caption,
                                      [PICTURE_LEGEND] = p->legend,
                                      [PICTURE_TRANSPARENT] = p->transparent,
                                      [PICTURE_STEPS] = p->range,
                                      [PICTURE_STRIP] = p->strip_count > 0,
                                      [PICTURE_WORKSHEET] = p->worksheet != WORKSHEET_NONE,
                                      [PICTURE_ONLY] = p->view.only != NULL,
                                      [PICTURE_SELECT] = p->view.select != NULL,
                                      [PICTURE_HIDE] = hides(p),
                                      [PICTURE_VALUES] = p->view.values_as_nodes,
                                      [PICTURE_WITHOUT] = p->view.without_functions ||
                                                          p->view.without_classes ||
                                                          p->view.without_modules,
                                      [PICTURE_LEVEL] = options->level != NULL,
                                      [PICTURE_NO_SCENE] = p->no_scene,
                                      [PICTURE_THEME] = options->theme != NULL,
                                      [PICTURE_SIZE] = options->sized,
                                      [PICTURE_SCALE] = options->scale != 1,
                                      [PICTURE_PHASE] = options->phase != NULL,
                                      [PICTURE_DESCRIBE] = p->describe};
    return said[part];
}

/* The first option that was said and clashes so; null: there is none. */
static const char *find_clash(const Options *options, PictureClash clash) {
    for (int i = 0; i < PICTURE_PARTS; i++) {
        PicturePart part = (PicturePart)i;
        if (!is_said(options, part)) continue;
        if (picture_clash(options->format, options->picture.content, part) == clash) {
            return part_options[i];
        }
    }
    return NULL;
}

/* What the format has no use for is refused. */
static bool check_format(const Options *options, Error *error) {
    static const char *const names[EXPORT_LESSON + 1] = {
        [EXPORT_SVG] = "svg",   [EXPORT_PDF] = "pdf", [EXPORT_GIF] = "gif",
        [EXPORT_HTML] = "html", [EXPORT_DOT] = "dot", [EXPORT_JSON] = "json"};
    const char *said = find_clash(options, PICTURE_NOT_OF_FORMAT);
    if (!said) return true;
    if (options->format >= EXPORT_PYTHON) {
        return error_set(error, _("%s goes with pictures only"), said);
    }
    return error_set(error, _("%s does not go with --format %s"), said, names[options->format]);
}

/* What the file's name ends with, when it ends so that a format could be meant: "png"; else null.
 */
static const char *ending_of(const char *path) {
    const char *name = path_base(path);
    Text stem = path_stem(text_of(name));
    return name[stem.length] ? name + stem.length + 1 : NULL;
}

/* As the file's name ends, unless that was said. A file is never named as if something else were in
 * it: it would be unreadable where it is, or be a script that was written over. */
static bool choose_format(Options *options, Error *error) {
    const char *ending = options->output ? ending_of(options->output) : NULL;
    ExportFormat format;
    if (options->picture.all || !ending) return true;
    bool known = find_format(ending, &format);
    if (options->picture.format_said) {
        if (!known || format == options->format) return true;
        return error_set(error, _("-o %s: that ending is not of the format which --format says"),
                         options->output);
    }
    /* scripts and lessons are written only when that was said */
    if (!known || format >= EXPORT_PYTHON) {
        return error_set(error,
                         _("-o %s: the ending is none of png, svg, pdf, gif, html, dot and json; "
                           "--format says what is written"),
                         options->output);
    }
    options->format = format;
    return true;
}

/* Where only the scene can be meant, the scene is. */
static void choose_crop(PictureOptions *picture) {
    bool scene = picture->preset || picture->caption || picture->legend || picture->transparent ||
                 picture->strip_count || picture->worksheet || picture->view.select || picture->all;
    if (!picture->crop_said) picture->content = scene;
}

bool picture_options_check(Options *options, bool step_chosen, Error *error) {
    PictureOptions *picture = &options->picture;
    if (!choose_format(options, error)) return false;
    if (!check_format(options, error)) return false;
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
    const char *of_content = find_clash(options, PICTURE_NOT_OF_WINDOW);
    if (of_content) {
        return error_set(error,
                         _("%s goes with --crop content: a window has a ground, and shows "
                           "the counts in its panes, too"),
                         of_content);
    }
    if (find_clash(options, PICTURE_NOT_OF_CONTENT)) {
        return error_set(error, _("--hide goes with --crop window"));
    }
    bool no_counts = options->level && strcmp(options->level, "basic") == 0;
    if (picture->worksheet == WORKSHEET_BADGES && no_counts) {
        return error_set(error, _("--level basic shows no counts that --worksheet badges could "
                                  "leave out"));
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
