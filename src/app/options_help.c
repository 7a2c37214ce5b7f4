/* What --help prints: of all commands, or of one. */
#include "app/options.h"

#include "base/translate.h"

/* Each text is whole lines without the last line's end. */
typedef struct CommandHelp {
    const char *usage;   /* as typed, "lastref" included; further lines are indented by nine */
    const char *about;   /* for the overview and for the command's own help */
    const char *options; /* null: there are none */
    const char *status;  /* what it ends with; null: told by the overview */
} CommandHelp;

static const CommandHelp helps[COMMAND_HELP] = {
    [COMMAND_WINDOW] =
        {"lastref [FILE] [--theme light|dark|contrast|grey] [--data-dir DIR]",
         N_("Opens a window with a script (.py), a document (.lastref) or a lesson (.lesson);\n"
            "without a file on the start page. With --theme it has these colours this time,\n"
            "whatever is set; with --data-dir all that it keeps is below DIR: settings,\n"
            "progress, what is not saved."),
         NULL, NULL},
    [COMMAND_RUN] =
        {"lastref run FILE.py [--limit N]",
         N_("Prints what the script prints; what it asks by input() is read from the standard\n"
            "input."),
         N_("  --limit N        ends a program that runs longer than N million instructions (30)"),
         N_("that of python3: 0, 1 after an uncaught exception, or what SystemExit says; 2 for a\n"
            "file that cannot be read; 3 for Python that Lastref does not support, told as\n"
            "FILE:LINE:COL: what, or a program beyond its limits.")},
    [COMMAND_DUMP] =
        {"lastref dump FILE [--step N | --last | --all] [--variables]",
         N_("Prints the state of a script or document as JSON, one line a step."),
         N_("  --step N         after N steps, from 1\n"
            "  --last           at the end: for a script so by default; a document shows the step\n"
            "                   that it was saved at\n"
            "  --all            each step\n"
            "  --variables      only the frames, and what their variables are bound to"),
         N_("0; 2 for wrong usage or a file that cannot be read; 1 or 3 when the script has a\n"
            "syntax error or is not supported.")},
    [COMMAND_EXPORT] =
        {"lastref export FILE -o OUT.png|.svg|.pdf [--step N | --last | --steps A-B | --strip "
         "A,B]\n"
         "         [--crop window|content] [--preset NAME] [--caption] [--legend] ...\n"
         "lastref export FILE -o OUT.gif|.html|.dot|.json [--step N | --last | --steps A-B] ...\n"
         "lastref export [FILE] --all FOLDER\n"
         "lastref export FILE.lastref --format py -o OUT.py [--no-checks]\n"
         "lastref export FILE.lastref --format lesson -o OUT.lesson [--yes]",
         N_("Draws steps of a script, a document or a picture that carries a scene; needs no\n"
            "display. GIF and HTML show all steps where nothing else is said: an animation, or a\n"
            "page with code, words and pictures to go through. dot and JSON tell the graph of a\n"
            "step to other programs. With --all each card of a lesson, or of all lessons. With\n"
            "--format py it writes what a document holds as a script for python3, which asserts\n"
            "the refcounts that the sandbox showed; with --format lesson as a lesson to begin\n"
            "with: OUT.lesson and its script OUT.py, which replace files only with --yes."),
         N_("  -o, --output OUT where to; the file is there whole or not at all\n"
            "  --format NAME    png, svg, pdf, gif, html, dot, json, py or lesson; else as OUT\n"
            "                   ends, and png when it has no ending\n"
            "which steps:\n"
            "  --step N         after N steps, from 1\n"
            "  --last           at the end: for a script so by default; a document shows the step\n"
            "                   that it was saved at\n"
            "  --phase NAME     a moment within the collection that the step's line makes: copy,\n"
            "                   subtract, reach, finalize or clear\n"
            "  --steps A-B      each of these, in one crop and scale: PDF has a page for each,\n"
            "                   dot a graph, JSON a line, PNG and SVG a file, OUT-007.png; A- "
            "goes\n"
            "                   to the last\n"
            "  --strip A,B      side by side in one picture, up to 6\n"
            "  --all FOLDER     each card of the lesson FILE, or of all lessons, as PNG and SVG,\n"
            "                   with its description as text\n"
            "what is drawn:\n"
            "  --crop NAME      window, or content: the scene alone; what follows implies it\n"
            "  --preset NAME    natural, slide (1600x900), column (900 wide), social (1200x630)\n"
            "                   or print: its smallest text has 18 pt\n"
            "  --caption        what the step did, or what the card says; file and step\n"
            "  --legend         the marks that occur\n"
            "  --transparent    no ground\n"
            "  --worksheet KIND badges or arrows are left out, to be filled in; OUT-key.png has\n"
            "                   them\n"
            "  --select EXPR,EXPR...  only these objects and what they lead to\n"
            "without implying it:\n"
            "  --size WxH       of the window (1440x900); with --crop content the picture is "
            "fitted\n"
            "                   into it\n"
            "  --scale S        pixels of a PNG or GIF a logical pixel: 0.25 to 8 (1)\n"
            "  --theme NAME     light, dark, contrast or grey, which needs no colour\n"
            "  --level NAME     how much is shown: basic, counts or internals\n"
            "  --values         numbers and strings as objects of their own\n"
            "  --without LIST   some of functions,classes,modules\n"
            "  --only EXPR      only what this object leads to\n"
            "  --hide LIST      panes of the window: some of left,inspector,top,timeline\n"
            "  --describe       the picture in words, in OUT.txt beside it\n"
            "  --no-scene       PNG and SVG do not carry the scene: then Lastref cannot open them\n"
            "with --format py and lesson:\n"
            "  --no-checks      py: without the asserts\n"
            "  --yes            lesson: files that are there may be replaced"),
         N_("0; 2 for wrong usage, a file that cannot be read or a place that cannot be written;\n"
            "3 when the script went beyond what Lastref supports: the picture shows how far.")},
    [COMMAND_VERIFY] =
        {"lastref verify FILE [--yes]",
         N_("Runs a script, or a document as a script, by python3 3.11 as well and prints the\n"
            "first difference, or \"identical\". Asks before python3 executes the file."),
         N_("  --yes            does not ask; neither is asked for a lesson that comes with "
            "Lastref"),
         N_("0 when they agree; 1 for a difference; 2 when there is no python3 3.11, or the file\n"
            "cannot be read; 3 for Python that Lastref does not support.")},
    [COMMAND_SESSION] =
        {"lastref session FILE [--out DIR] [--translated]",
         N_("Plays a recorded session without a display, to test Lastref or to make pictures."),
         N_("  --out DIR        where its pictures go\n"
            "  --translated     in your language, not in English"),
         N_("0 only when all that the session expects holds; 1 otherwise; 2 for a file that\n"
            "cannot be read.")},
    [COMMAND_LESSON] =
        {"lastref lesson check FILE.lesson [--yes]",
         N_("Tells every mistake of a lesson as FILE:LINE:COL: what."),
         N_("  --yes            python3 3.11 executes the script, too, and has to print the same;\n"
            "                   of the program's own lessons it does without"),
         N_("0 when there is none; 1 otherwise; 2 for a file that cannot be read.")},
};

/* Each line of the text after `indent` spaces. */
static void append_lines(TextBuffer *out, const char *text, int indent) {
    while (*text) {
        const char *end = text;
        while (*end && *end != '\n') end++;
        text_appendf(out, "%*s%.*s\n", indent, "", (int)(end - text), text);
        text = *end ? end + 1 : end;
    }
}

static void append_overview(TextBuffer *out) {
    enum { USAGE_INDENT = 2, ABOUT_INDENT = 10 };
    append_lines(out,
                 _("Lastref shows how Python manages memory: frames, objects, references, "
                   "refcounts."),
                 0);
    text_appendf(out, "\n%s\n", _("usage:"));
    for (int command = 0; command < COMMAND_HELP; command++) {
        append_lines(out, helps[command].usage, USAGE_INDENT);
        append_lines(out, _(helps[command].about), ABOUT_INDENT);
    }
    append_lines(out, "lastref [COMMAND] --help", USAGE_INDENT);
    append_lines(out, _("Tells this, or the options of one command."), ABOUT_INDENT);
    append_lines(out, "lastref --version", USAGE_INDENT);
    text_append_char(out, '\n');
    append_lines(out,
                 _("exit status: 0; 1 after an uncaught exception or a difference; 2 for wrong "
                   "usage or a file\n"
                   "that cannot be read; 3 for Python that Lastref does not support, or a program "
                   "beyond its\n"
                   "limits."),
                 0);
}

void options_help(Command command, TextBuffer *out) {
    if (command == COMMAND_WINDOW) {
        append_overview(out);
        return;
    }
    const CommandHelp *help = &helps[command];
    text_appendf(out, "%s\n", _("usage:"));
    append_lines(out, help->usage, 2);
    text_append_char(out, '\n');
    append_lines(out, _(help->about), 0);
    if (help->options) {
        text_appendf(out, "\n%s\n", _("options:"));
        append_lines(out, _(help->options), 0);
    }
    text_appendf(out, "\n%s\n", _("exit status:"));
    append_lines(out, _(help->status), 2);
}
