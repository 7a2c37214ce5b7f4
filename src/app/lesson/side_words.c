#include "app/lesson/side_words.h"

#include "base/translate.h"
#include "timeline/object_path.h"

#include <stdio.h>
#include <string.h>

/* For "%.*s". */
#define SHOWN(text) (int)text_cut(text, 80).length, (text).bytes

uint32_t side_line_of(Text text, size_t offset) {
    uint32_t line = 1;
    for (size_t i = 0; i < offset && i < text.length; i++) line += text.bytes[i] == '\n';
    return line;
}

/* ---- the moment ---- */

/* A line of the script without its indentation. */
static Text source_line(Text rest, uint32_t number) {
    Text line = {"", 0};
    while (number > 0 && text_next_line(&rest, &line)) number--;
    if (number) return (Text){"", 0};
    while (line.length && (line.bytes[0] == ' ' || line.bytes[0] == '\t')) {
        line.bytes++;
        line.length--;
    }
    return line;
}

static void tell_line(const Anchor *anchor, uint32_t line, TextBuffer *words) {
    static const char *const phases[] = {
        [INSIDE_COPY] = N_("In line %u, after phase copy:"),
        [INSIDE_SUBTRACT] = N_("In line %u, after phase subtract:"),
        [INSIDE_REACH] = N_("In line %u, after phase reach:"),
        [INSIDE_FINALIZE] = N_("In line %u, after phase finalize:"),
        [INSIDE_CLEAR] = N_("In line %u, after phase clear:")};
    const char *format = anchor->has_phase ? _(phases[anchor->phase])
                         : anchor->after   ? _("After line %u:")
                                           : _("Before line %u:");
    text_appendf(words, format, line);
}

/* A moment that no line names; `line` is about to run. */
static void tell_other(const Anchor *anchor, uint32_t line, TextBuffer *words) {
    static const char *const phases[] = {
        [INSIDE_COPY] = N_("A collection, after phase copy"),
        [INSIDE_SUBTRACT] = N_("A collection, after phase subtract"),
        [INSIDE_REACH] = N_("A collection, after phase reach"),
        [INSIDE_FINALIZE] = N_("A collection, after phase finalize"),
        [INSIDE_CLEAR] = N_("A collection, after phase clear")};
    Text text = anchor->text;
    switch (anchor->kind) {
    case ANCHOR_FINISH: text_append_string(words, _("At the end of the script")); return;
    case ANCHOR_PHASE: text_append_string(words, _(phases[anchor->phase])); return;
    case ANCHOR_FREED:
        if (!anchor->inside) break;
        text_appendf(words, _("While %.*s is freed"), SHOWN(text));
        return;
    case ANCHOR_END:
        if (!anchor->before) break;
        text_appendf(words, _("Last line of %.*s, %u:"), SHOWN(text), line);
        return;
    default: break;
    }
    if (!line) {
        text_append_string(words, _("At the end of the script"));
    } else if (anchor->kind == ANCHOR_FREED) {
        text_appendf(words, _("%.*s is freed, before line %u:"), SHOWN(text), line);
    } else if (anchor->kind == ANCHOR_END) {
        text_appendf(words, _("%.*s has returned, before line %u:"), SHOWN(text), line);
    } else if (anchor->kind == ANCHOR_CALL) {
        text_appendf(words, _("%.*s is called, before line %u:"), SHOWN(text), line);
    } else if (anchor->kind == ANCHOR_OUTPUT) {
        text_appendf(words, _("\"%.*s\" is printed, before line %u:"), SHOWN(text), line);
    } else {
        text_appendf(words, _("Before line %u:"), line);
    }
}

void side_tell_moment(const LessonRun *run, const Anchor *anchor, LessonStop at, TextBuffer *words,
                      TextBuffer *code) {
    uint32_t line = anchor_line(run, anchor);
    if (line) {
        tell_line(anchor, line, words);
    } else {
        line = at.inside ? 0 : run->stops.items[at.stop - 1].line;
        tell_other(anchor, line, words);
        if (anchor->kind == ANCHOR_FINISH) line = 0;
    }
    Text text = source_line(run->source, line);
    text_append(code, text.bytes, text.length);
}

/* ---- figures ---- */

static SideFigure *add(SideFigure out[SIDE_FIGURES_MAX], size_t *count, const char *name) {
    SideFigure *figure = &out[(*count)++];
    *figure = (SideFigure){.differs = false};
    snprintf(figure->name, sizeof figure->name, "%s", name);
    return figure;
}

static size_t own_figures(const SidePicture *picture, SceneLevel level,
                          SideFigure out[SIDE_FIGURES_MAX]) {
    const SideFacts *facts = &picture->facts;
    size_t count = 0;
    if (picture->state != SIDE_SHOWN || !picture->focus.serial) return 0;
    if (level > SCENE_BASIC) {
        SideFigure *refcount = add(out, &count, _("refcount"));
        if (facts->shared) {
            snprintf(refcount->value, sizeof refcount->value, "%s", _("shared"));
        } else {
            snprintf(refcount->value, sizeof refcount->value, "%u", facts->refcount);
        }
        SideFigure *size = add(out, &count, "sys.getsizeof");
        snprintf(size->value, sizeof size->value,
                 translate_many("%u byte", "%u bytes", facts->size), facts->size);
    }
    SideFigure *leads = add(out, &count, _("leads to"));
    snprintf(leads->value, sizeof leads->value,
             facts->more ? translate_many("%u object or more", "%u objects or more", facts->leads)
                         : translate_many("%u object", "%u objects", facts->leads),
             facts->leads);
    return count;
}

size_t side_figures(const SidePicture *picture, const SidePicture *other, SceneLevel level,
                    SideFigure out[SIDE_FIGURES_MAX]) {
    SideFigure others[SIDE_FIGURES_MAX];
    size_t count = own_figures(picture, level, out), known = own_figures(other, level, others);
    for (size_t i = 0; i < count && i < known; i++) {
        out[i].differs = strcmp(out[i].value, others[i].value) != 0;
    }
    return count;
}

void side_append_focus(const SidePicture *picture, TextBuffer *out) {
    uint32_t index =
        picture->focus.serial ? snapshot_find(&picture->now, picture->focus) : SNAPSHOT_NONE;
    if (index == SNAPSHOT_NONE) return;
    Text type = picture->now.objects.items[index].type, path = picture->side->focus.source;
    text_appendf(out, "%.*s %.*s", (int)type.length, type.bytes, (int)path.length, path.bytes);
}

/* ---- what the pointer rests on ---- */

static void append_object(const SidePicture *picture, uint32_t index, TextBuffer *out) {
    const SnapObject *object = &picture->now.objects.items[index];
    Error error;
    text_append(out, object->title.bytes, object->title.length);
    text_append_char(out, ' ');
    if (object_path_append(&picture->now, index, out, &error)) return;
    Text lost = scene_last_name(picture->scene, object->handle);
    if (lost.length) text_appendf(out, _("(was %.*s)"), SHOWN(lost));
}

static void tell_object(const SidePicture *picture, Handle handle, SceneLevel level,
                        TextBuffer *out) {
    uint32_t index = snapshot_find(&picture->now, handle);
    if (index == SNAPSHOT_NONE) return;
    const SnapObject *object = &picture->now.objects.items[index];
    append_object(picture, index, out);
    text_appendf(out, "\n%.*s", (int)object->repr.length, object->repr.bytes);
    if (level == SCENE_BASIC) return;
    text_append_char(out, '\n');
    if (object->shared) {
        text_append_string(out, _("shared by the interpreter"));
    } else {
        text_appendf(out, _("refcount %u, %u bytes"), object->refcount, object->size);
    }
}

static void tell_row(const SidePicture *picture, uint32_t number, TextBuffer *out) {
    const SceneRow *row = scene_row(picture->scene, number);
    TextBuffer target = {0};
    if (row->target == SNAPSHOT_NONE) return;
    append_object(picture, row->target, &target);
    text_appendf(out, row->weak ? _("%.*s refers weakly to %s") : _("%.*s refers to %s"),
                 SHOWN(row->label), text_cstr(&target));
    text_deinit(&target);
}

void side_tell_part(const SidePicture *picture, ScenePart part, SceneLevel level, TextBuffer *out) {
    switch (part.kind) {
    case SCENE_NODE:
    case SCENE_VALUE:
    case SCENE_BADGE:
    case SCENE_STUB: tell_object(picture, part.object, level, out); break;
    case SCENE_PORT:
    case SCENE_ARROW: tell_row(picture, part.row, out); break;
    default: break;
    }
}
