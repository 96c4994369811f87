/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "app/io/sl-galaxy-settings.h"
#include "model/engine/sl-engine.h"
#include "model/galaxy/sl-galaxy.h"
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* The command line: `starloom NAME [OPTION…]`. A command is a file sl-cmd-NAME.c, which defines
 * `const SlCommand sl_command_NAME`, and its name in app/meson.build. Commands use the model and the figures
 * of the window, and need no display. Main thread. */

typedef enum {
  SL_EXIT_OK = 0,
  SL_EXIT_FAULT = 1,       /* a file, a value or the machine is at fault */
  SL_EXIT_USAGE = 2,       /* the command line is at fault */
  SL_EXIT_INTERRUPTED = 130,
} SlExit;

typedef struct _SlCommandLine SlCommandLine;

typedef struct {
  const char *name;        /* "eval" */
  const char *summary;     /* one line, marked for translation */
  const char *arguments;   /* in the usage line after the options, marked for translation; NULL: none */
  const char *help;        /* text below the options in --help, marked for translation; NULL: none */
  SlExit (*run) (const SlCommandLine *line);
} SlCommand;

/* What was typed after the command's name. */
struct _SlCommandLine {
  const SlCommand *command;
  char **arguments;        /* NULL-terminated, without the program's and the command's name */
};

/* Runs the command in argv and returns its exit status. *window: argv names no command, so that the caller
 * opens the window; the status is then meaningless. */
SlExit sl_commands_run (int argc, char **argv, gboolean *window);

/* --- for commands ------------------------------------------------------------------------------------- */

/* Parses options; a command takes no other arguments. FALSE: the command ends with *status, because --help
 * was printed or a message on standard error says what is wrong. */
gboolean sl_command_parse (const SlCommandLine *line, const GOptionEntry *entries, SlExit *status);
/* Prints "starloom: message" on standard error, on the first rank only; returns status. */
SlExit sl_command_fail (SlExit status, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same for the message of an error, which it frees. */
SlExit sl_command_fail_error (SlExit status, GError *error);
/* The same for a compulsory option ("--out") that was not given: SL_EXIT_USAGE. */
SlExit sl_command_fail_missing (const SlCommandLine *line, const char *option);

/* The value of an option that takes a whole number; text NULL leaves *value as it is. FALSE with
 * SL_ERROR_PARAMETER, which names the option and the range. */
gboolean sl_command_whole_number (const char *option, const char *text, guint64 least, guint64 most,
                                  guint64 *value, GError **error);
/* Files of spectra and filters as options name them; NULL: the installed ones, and nothing to be mended. */
typedef struct {
  char *grid, *filters, *mend, *medium;
} SlCommandData;

/* These files stay as they are: sl_file_keep(). */
void sl_command_keep_data (const SlCommandData *self);
void sl_command_data_clear (SlCommandData *self);
/* Loads the stellar library, the filters, or both; data NULL: the installed ones. Prints what was mended, and
 * where neither the library nor the option says its medium, so that vacuum is assumed.
 * NULL or FALSE with an error; the caller owns what was loaded in either case. */
SlTemplates *sl_command_load_templates (const SlCommandData *data, GError **error);
SlFilterSet *sl_command_load_filters (const SlCommandData *data, GError **error);
gboolean sl_command_load_data (const SlCommandData *data, SlTemplates **templates, SlFilterSet **filters,
                               GError **error);
/* The same, and the galaxy of a preset (NULL: the default) with these settings, which may name lines of the
 * library. */
gboolean sl_command_load_galaxy (const SlCommandData *data, SlGalaxySettings *settings, const char *preset,
                                 SlTemplates **templates, SlFilterSet **filters, SlGalaxy *galaxy,
                                 GError **error);

/* Prints "starloom: note: …" on standard error for each line of a text (NULL: none), on the first rank
 * only. */
void sl_command_tell (const char *lines);
/* "auto" falls back on the CPU: says why the device was refused. NULL: nothing. */
void sl_command_tell_refused (const GError *refused);
/* The engine of --engine (NULL: the CPU's), as sl_engines_new(); where "auto" was refused a device, this says
 * why. */
SlEngine *sl_command_open_engine (const char *name, const SlEngineConfig *config, GError **error);
/* Says that such an engine lost its device during the work, if it did. */
void sl_command_tell_lost (SlEngine *engine);
/* The same for what is notable in a table of a galaxy's star-formation history (sl-sfh-table.h). */
void sl_command_tell_history (const SlGalaxy *galaxy);
/* Tells on standard error, once for each observable, where emission lines of this galaxy are too
 * broad for the bands of a width; on the first rank only. */
void sl_command_tell_spills (const char *const *observables, SlFilterSet *filters, SlTemplates *templates,
                             const SlGalaxy *galaxy);

/* Notes SIGINT and SIGTERM from here on, in place of ending the program. */
void sl_command_catch_interrupts (void);
gboolean sl_command_interrupted (void);
/* Whether any rank was interrupted; all of them count as interrupted then. Together. */
gboolean sl_command_agree_interrupted (void);

/* Rows of a GOptionEntry array that several commands have; each takes the address of the value. */
#define SL_COMMAND_ENTRY_PRESET(value)                                                                       \
  { "preset", 0, 0, G_OPTION_ARG_STRING, value, N_ ("Galaxy to start from (default: quenched)"), N_ ("NAME") }
#define SL_COMMAND_ENTRY_SET(value)                                                                          \
  {                                                                                                          \
    "set", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, value, N_ ("Set a parameter or an option; may be repeated"), \
        N_ ("NAME=VALUE")                                                                                    \
  }
#define SL_COMMAND_ENTRY_AT(value)                                                                           \
  {                                                                                                          \
    "at", 0, 0, G_OPTION_ARG_STRING, value,                                                                  \
        N_ ("Observe at this time after the Big Bang; the same as --set t_obs=GYR"), N_ ("GYR")              \
  }
/* Four rows; data is a SlCommandData. */
#define SL_COMMAND_ENTRIES_DATA(data)                                                                        \
  { "grid", 0, 0, G_OPTION_ARG_FILENAME, &(data).grid, N_ ("Another stellar library"), N_ ("FILE") },        \
  { "filters", 0, 0, G_OPTION_ARG_FILENAME, &(data).filters, N_ ("Other filters"), N_ ("FILE") },            \
  {                                                                                                          \
    "mend", 0, 0, G_OPTION_ARG_STRING, &(data).mend,                                                         \
        N_ ("Faults of these files to mend: nm, um, m, reversed, percent"), N_ ("LIST")                      \
  },                                                                                                         \
  {                                                                                                          \
    "wave-medium", 0, 0, G_OPTION_ARG_STRING, &(data).medium,                                                \
        N_ ("Medium of the library’s wavelengths where its file does not say (default: vacuum)"),            \
        N_ ("air|vacuum")                                                                                    \
  }
#define SL_COMMAND_ENTRY_JSON(value)                                                                         \
  { "json", 'j', 0, G_OPTION_ARG_NONE, value, N_ ("Print JSON and nothing else"), NULL }
/* The default is the processor: starting a device takes longer than evaluating one galaxy. */
#define SL_COMMAND_ENTRY_ENGINE(value)                                                                       \
  {                                                                                                          \
    "engine", 0, 0, G_OPTION_ARG_STRING, value,                                                              \
        N_ ("cpu (default), cuda, or auto: cuda if there is a device"), N_ ("NAME")                          \
  }
