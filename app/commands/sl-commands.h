/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/engine/sl-engine.h"

/* The command line: one row per command, one file per command. The same model
 * and figures as the window, without one. Main thread. */

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
  const char *arguments;   /* after the options in the usage line, marked for translation; NULL: none */
  const char *help;        /* text below the options in --help, marked for translation */
  SlExit (*run) (const SlCommandLine *line);
} SlCommand;

/* What was typed after the command's name. */
struct _SlCommandLine {
  const SlCommand *command;
  char **arguments;        /* NULL-terminated, without the program's and the command's name */
};


/* Runs what argv asks for and returns the exit status. *window: nothing asks
 * for a command, so the caller shows the window (with the status unspecified). */
SlExit sl_commands_run (int argc, char **argv, gboolean *window);

/* The commands. */
SlExit sl_cmd_eval (const SlCommandLine *line);
SlExit sl_cmd_render (const SlCommandLine *line);
SlExit sl_cmd_hessian (const SlCommandLine *line);
SlExit sl_cmd_fisher (const SlCommandLine *line);
SlExit sl_cmd_population (const SlCommandLine *line);
SlExit sl_cmd_check (const SlCommandLine *line);
SlExit sl_cmd_bench (const SlCommandLine *line); /* where the build option bench is on */

/* For commands. */

/* Parses options; a command takes no other arguments. FALSE: the status to
 * exit with is in *status (--help was printed, or a message with what exists). */
gboolean sl_command_parse (const SlCommandLine *line, const GOptionEntry *entries, SlExit *status);
/* "starloom: message" on standard error; returns status. */
SlExit sl_command_fail (SlExit status, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same for an error, which it frees. */
SlExit sl_command_fail_error (SlExit status, GError *error);
/* Whether a file of that name can be made, to be asked before the computing and not after it. SL_ERROR_FILE.
 */
gboolean sl_command_can_write (const char *path, GError **error);
/* The row of an option --engine of commands. The default is the processor: a device is there to be used for
 * as long as the program runs, and takes longer to wake than one galaxy takes. */
#define SL_COMMAND_ENGINE_ENTRY(name)                                                                        \
  {                                                                                                          \
    "engine", 0, 0, G_OPTION_ARG_STRING, name,                                                               \
        N_ ("cpu (default), cuda, or auto: cuda where there is a device"), N_ ("NAME")                       \
  }
