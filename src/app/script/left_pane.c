#include "app/script/left_pane.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/lesson/guide_card.h"
#include "app/sandbox/palette.h"
#include "app/script/code_pane.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float PAD = 16;          /* pixels from the pane's edge */
static const float LABEL = 30;        /* height of a heading and the space under it */
static const float OUTPUT_LEAST = 42; /* two lines */

static void draw_label(App *app, float y, const char *text) {
    ui_text(&app->ui, (Point){app->panes.left.x + PAD, y + 8}, FONT_UI_MEDIUM, 12.5f,
            app->theme->text_muted, text);
}

bool left_pane_shows_problem(const App *app) {
    if (!app->problem.length) return false;
    return !app->timeline ||
           timeline_position(app->timeline) == timeline_outcome(app->timeline)->stop;
}

/* ---- narration and problems ---- */

static float narration_height(App *app, float width) {
    Text text = text_of(app->narration.text);
    return 46 + ui_paragraph(&app->ui, (Rect){0, 0, width - 32, 0}, FONT_UI,
                             present_text_size(app, 13), 0, text);
}

static void draw_narration(App *app, Rect rect) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    draw_box(ui->list, rect, (BoxStyle){.fill = theme->panel_card, .radius = THEME_RADIUS_PANEL});
    draw_string(ui->list, (Point){rect.x + 16, rect.y + 19},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = present_text_size(app, 13.5f),
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = rect.w - 32},
                app->narration.title);
    draw_box(ui->list, (Rect){rect.x + 16, rect.y + 30, 60, 2.5f},
             (BoxStyle){.fill = step_inside_collecting(app) ? theme->collect : theme->accent,
                        .radius = 1.25f});
    ui_paragraph(ui, (Rect){rect.x + 16, rect.y + 36, rect.w - 32, 0}, FONT_UI,
                 present_text_size(app, 13), theme->text, text_of(app->narration.text));
}

static float problem_height(App *app, float width) {
    Text text = {text_cstr(&app->problem), app->problem.length};
    float height = ui_paragraph(&app->ui, (Rect){0, 0, width - 28, 0}, FONT_MONO, 12.5f, 0, text);
    return fminf(height + 22, 160);
}

static void draw_problem(App *app, Rect rect) {
    Ui *ui = &app->ui;
    draw_box(ui->list, rect,
             (BoxStyle){.fill = app->theme->panel_inset,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = app->theme->danger, .width = 1.5f}});
    draw_clip_push(ui->list, rect_inset(rect, 4));
    ui_paragraph(ui, (Rect){rect.x + 14, rect.y + 11, rect.w - 28, 0}, FONT_MONO, 12.5f,
                 app->theme->text, (Text){text_cstr(&app->problem), app->problem.length});
    draw_clip_pop(ui->list);
}

/* ---- the whole ---- */

/* From the top down: each part says how much it took. */
typedef struct Stack {
    App *app;
    float x, y, width, end;
} Stack;

/* Height of a list of statements with its heading. */
static float edits_height(float lines) {
    return LABEL + lines * CODE_LINE + 12 + 14;
}

static void put_edits(Stack *stack, float lines) {
    draw_label(stack->app, stack->y, _("What you did, as Python"));
    float height = edits_height(lines);
    done_list(stack->app, (Rect){stack->x, stack->y + LABEL - 6, stack->width, height - LABEL - 8});
    stack->y += height;
}

static void put_problem(Stack *stack) {
    if (!left_pane_shows_problem(stack->app)) return;
    float height = problem_height(stack->app, stack->width);
    draw_problem(stack->app, (Rect){stack->x, stack->y, stack->width, height});
    stack->y += height + 14;
}

static void put_narration(Stack *stack) {
    if (!stack->app->timeline) return;
    float height = narration_height(stack->app, stack->width);
    draw_narration(stack->app, (Rect){stack->x, stack->y, stack->width, height});
    stack->y += height + 14;
}

static void put_output(Stack *stack) {
    float asked = question_height(stack->app);
    if (asked <= 0 && stack->end - stack->y < LABEL + 24) return;
    draw_label(stack->app, stack->y, _("Output"));
    stack->y += LABEL - 6;
    float height = stack->end - stack->y - asked;
    if (asked > 0) {
        question_field(stack->app, (Rect){stack->x, stack->end - asked + 10, stack->width, asked});
    }
    if (height > 30) output_pane(stack->app, (Rect){stack->x, stack->y, stack->width, height});
}

/* The script's name, and what leads to the editor. */
static void put_head(Stack *stack) {
    App *app = stack->app;
    float width = ui_button_width(&app->ui, _("Edit"));
    Rect button = {stack->x + stack->width - width, stack->y - 6, width, 28};
    action_button(app, "script.edit", button, _("Edit"), UI_PLAIN, ACTION_TELLS_TITLE);
    script_name(app, (Point){stack->x, stack->y + 8}, button.x - stack->x - 8);
    stack->y += LABEL + 4;
}

/* The editor, what the last run said, what it printed. */
static void put_editor(Stack *stack) {
    App *app = stack->app;
    float below = LABEL + 84 + 14 + question_height(app);
    if (app->problem.length) below += problem_height(app, stack->width) + 14;
    float height = fmaxf(stack->end - stack->y - below, 120);
    editor_pane(app, (Rect){stack->x, stack->y, stack->width, height});
    stack->y += height + 14;
    if (app->problem.length) {
        float told = problem_height(app, stack->width);
        draw_problem(app, (Rect){stack->x, stack->y, stack->width, told});
        stack->y += told + 14;
    }
    put_output(stack);
}

/* How much of a low pane the output gets: none while a question stands, or where nothing is new. */
static float low_output_height(const App *app) {
    bool fresh = app->output.fresh < app->output.text.length;
    return fresh && !guide_holds(app) ? LABEL + OUTPUT_LEAST + 6 : 0;
}

/* Room for one thing only, as in a small window with a large interface. */
static bool is_cramped(const Stack *stack) {
    return stack->end - stack->y < 260;
}

/* What the card says, and where its task is done. */
static void put_card_alone(Stack *stack) {
    App *app = stack->app;
    float asked = question_height(app), typed = 0;
    if (asked <= 0 && app->guide.part == GUIDE_TASK) typed = prompt_height(app, stack->width);
    float below = asked + typed, gap = below > 0 ? 10 : 0;
    float room = fmaxf(stack->end - stack->y - below - gap, 0);
    float card = guide_card_height(app, stack->width, room);
    guide_card(app, (Rect){stack->x, stack->y, stack->width, card});
    stack->y += card + gap;
    if (typed > 0) prompt_field(app, (Rect){stack->x, stack->y, stack->width, typed});
    if (asked > 0) question_field(app, (Rect){stack->x, stack->end - asked, stack->width, asked});
}

/* Code, the lesson's card, output; the code gives way first, then the card. */
static void put_guided(Stack *stack) {
    App *app = stack->app;
    if (is_cramped(stack)) {
        put_card_alone(stack);
        return;
    }
    const float roomy = 520; /* of a pane that has room for more than the card */
    bool low = stack->end - stack->y < roomy;
    const float code_least = (low ? 3 : 5) * CODE_LINE + 16;
    float output = low ? low_output_height(app) : LABEL + OUTPUT_LEAST + 30;
    bool between = !guide_is_at_card(app);
    /* what a task has left undone is in the way of the cards after it */
    uint32_t edits =
        guide_is_free(app) || timeline_done_count(app->timeline) > 0 ? done_list_lines(app) : 0;
    float listed = fminf((float)edits, 3);
    put_head(stack);
    float below = output + (edits ? edits_height(listed) : 0);
    if (between) below += narration_height(app, stack->width) + 14;
    bool task = app->guide.part == GUIDE_TASK;
    float typed = task ? prompt_height(app, stack->width) : 0;
    if (task) below += typed + 14;
    float left = stack->end - stack->y - below;
    float gap = task || output > 0 ? 14 : 0; /* under the card */
    float card = guide_card_height(app, stack->width, fmaxf(left - code_least - gap, 150)) + gap;
    float code = fminf((float)app->code.lines.count * CODE_LINE + 16,
                       fmaxf(left - card - 14, 3 * CODE_LINE));
    code_pane(app, (Rect){stack->x, stack->y, stack->width, code});
    stack->y += code + 14;
    if (edits) put_edits(stack, listed);
    put_problem(stack);
    if (between) put_narration(stack);
    guide_card(app, (Rect){stack->x, stack->y, stack->width, card - gap});
    stack->y += card;
    if (task) {
        prompt_field(app, (Rect){stack->x, stack->y, stack->width, typed});
        stack->y += typed + 14;
    }
    put_output(stack);
}

/* For a class: code and card, and what was printed where there is room for it; the code gives way
 * first. */
static void put_presented(Stack *stack) {
    App *app = stack->app;
    const float line = code_pane_line(app), gap = 10, endless = 1e6f;
    const float code_least = 3 * line + 16;
    bool between = !guide_is_at_card(app), task = app->guide.part == GUIDE_TASK;
    bool asked = question_height(app) > 0;
    /* in a low window only what this step has printed is told, and no list of statements */
    bool roomy = stack->end - stack->y > 560;
    bool printed = app->output.text.length > (roomy ? 0 : app->output.fresh);
    bool done = app->timeline && timeline_done_count(app->timeline) > 0;
    uint32_t edits = roomy && done ? done_list_lines(app) : 0;
    float listed = fminf((float)edits, 3);
    float typed = task ? prompt_height(app, stack->width) + 14 : 0;
    float below = typed + (edits ? edits_height(listed) : 0);
    if (between) below += narration_height(app, stack->width) + 14;
    float left = stack->end - stack->y - below;
    float spare = left - code_least - gap - guide_card_height(app, stack->width, endless) - gap;
    float output = asked ? LABEL + OUTPUT_LEAST : 0;
    if (printed && spare >= LABEL + OUTPUT_LEAST) output = LABEL + (roomy ? 64 : OUTPUT_LEAST);
    output = fmaxf(fminf(output, asked ? output : spare), 0);
    left -= output;
    float card = guide_card_height(app, stack->width, fmaxf(left - code_least - gap, 150));
    float lines = floorf((left - card - gap - 16) / line);
    lines = fminf(fmaxf(lines, 3), (float)app->code.lines.count);
    code_pane(app, (Rect){stack->x, stack->y, stack->width, lines * line + 16});
    stack->y += lines * line + 16 + gap;
    if (edits) put_edits(stack, listed);
    put_problem(stack);
    if (between) put_narration(stack);
    guide_card(app, (Rect){stack->x, stack->y, stack->width, card});
    stack->y += card + gap;
    if (task) {
        prompt_field(app, (Rect){stack->x, stack->y, stack->width, typed - 14});
        stack->y += typed;
    }
    if (output > 0) put_output(stack);
}

/* Code, statements, narration, output; the code gives way first. */
static void put_lesson(Stack *stack) {
    App *app = stack->app;
    const float line = code_pane_line(app);
    uint32_t edits = done_list_lines(app);
    float listed = fminf((float)edits, 4);
    float below = edits ? edits_height(listed) : 0;
    if (app->timeline) below += narration_height(app, stack->width) + 14;
    if (left_pane_shows_problem(app)) below += problem_height(app, stack->width) + 14;
    bool told = !app->present.on || app->output.text.length || question_height(app) > 0;
    if (told) below += LABEL + 84 + question_height(app);
    if (!app->present.on) put_head(stack);
    float room = floorf((stack->end - stack->y - below - 30) / line);
    float lines = fmaxf(fminf((float)app->code.lines.count, room), 3);
    float height = lines * line + 16;
    code_pane(app, (Rect){stack->x, stack->y, stack->width, height});
    stack->y += height + 14;
    if (edits) put_edits(stack, listed);
    put_problem(stack);
    put_narration(stack);
    if (told) put_output(stack);
}

/* Without the palette: "Make or do" finds all that is in it, too. */
static void put_prompt_alone(Stack *stack) {
    App *app = stack->app;
    float typed = prompt_height(app, stack->width), asked = question_height(app);
    float room = stack->end - stack->y - typed - asked - edits_height(0);
    put_edits(stack, fmaxf(fminf((float)done_list_lines(app), floorf(room / CODE_LINE)), 1));
    if (asked > 0) {
        question_field(app, (Rect){stack->x, stack->y, stack->width, asked});
        stack->y += asked;
    }
    prompt_field(app, (Rect){stack->x, stack->y, stack->width, typed});
    stack->y += typed + 14;
    put_problem(stack);
}

/* Statements, a prompt, narration, output. */
static void put_sandbox(Stack *stack) {
    App *app = stack->app;
    if (is_cramped(stack)) {
        put_prompt_alone(stack);
        return;
    }
    bool low = stack->end - stack->y < palette_height(stack->width, false) + 420;
    float typed = prompt_height(app, stack->width);
    float below = narration_height(app, stack->width) + 14 + typed + 14 + LABEL + (low ? 60 : 110) +
                  question_height(app);
    palette(app, (Rect){stack->x, stack->y, stack->width, palette_height(stack->width, low)}, low);
    stack->y += palette_height(stack->width, low);
    if (left_pane_shows_problem(app)) below += problem_height(app, stack->width) + 14;
    float room = floorf((stack->end - stack->y - below - LABEL - 26) / CODE_LINE);
    float edits = (float)done_list_lines(app);
    put_edits(stack, fmaxf(fminf(fmaxf(edits, 6), room), 2));
    prompt_field(app, (Rect){stack->x, stack->y, stack->width, typed});
    stack->y += typed + 14;
    put_problem(stack);
    /* in a low pane what was printed goes first */
    float left =
        stack->end - stack->y - narration_height(app, stack->width) - 14 - question_height(app);
    if (left >= LABEL + OUTPUT_LEAST) put_narration(stack);
    put_output(stack);
}

void left_pane(App *app) {
    Rect pane = app->panes.left;
    if (pane.w <= 0) return;
    Ui *ui = &app->ui;
    ui_area(ui, "pane.left", pane, true, false, NULL);
    draw_fill(ui->list, pane, app->theme->panel);
    draw_fill(ui->list, (Rect){rect_right(pane) - 1, pane.y, 1, pane.h}, app->theme->border);
    draw_clip_push(ui->list, pane);
    const float edge = app->present.on || pane.h < 280 ? 10 : PAD; /* above and below */
    Stack stack = {.app = app,
                   .x = pane.x + PAD,
                   .y = pane.y + edge,
                   .width = pane.w - 2 * PAD,
                   .end = rect_bottom(pane) - edge};
    if (app->editor.open) {
        put_editor(&stack);
    } else if (app->sandbox && app->timeline) {
        put_sandbox(&stack);
    } else if (app->guide.there && app->present.on) {
        put_presented(&stack);
    } else if (app->guide.there) {
        put_guided(&stack);
    } else {
        put_lesson(&stack);
    }
    draw_clip_pop(ui->list);
}
