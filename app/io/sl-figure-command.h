/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"
#include "app/io/sl-galaxy-settings.h"

/* What a plot shows, as a shell command that draws it again, and the words of that command read back. Any
 * thread. */

typedef struct {
  const SlFigureInfo *info;
  /* The galaxy, gradient, tied parameters, further gradients, choices, pins and whether their differences are
   * shown; the rest is not read. */
  const SlFigureOptions *options;
  const char *preset;           /* to start from; unknown or NULL: SL_PRESET_DEFAULT */
  const char *const *lines;     /* (n_lines) names of emission lines by number */
  guint n_lines;
  const char *grid, *medium;    /* --grid and --wave-medium; NULL: those of the installation, of the file */
  const char *out;              /* file to write; NULL: starloom-KIND.pdf */
} SlFigureCommand;

/* `starloom render …`, quoted for a shell; it gives the same numbers as the plot. g_free. */
char *sl_figure_command (const SlFigureCommand *self);

/* Parameters joined by “+”: the first is the gradient's, the others are tied to it (lg_drop+lg_rejuv). FALSE
 * with SL_ERROR_PARAMETER. */
gboolean sl_figure_command_read_gradient (const char *text, SlParamId *gradient, SlParamSet *tied,
                                          GError **error);

/* A pin as text: "NAME: preset=PRESET, NAME=VALUE, …". A backslash takes the next character as it is, so that
 * names may contain colons and values commas. */
typedef struct {
  char *name;
  char *preset;                 /* NULL: the settings change the galaxy that is compared with */
  SlGalaxySettings set;
} SlFigureCommandPin;
/* FALSE with SL_ERROR_PARAMETER, which begins with the text and says what is allowed. Free in either case. */
gboolean sl_figure_command_read_pin (const char *text, SlFigureCommandPin *pin, GError **error);
void sl_figure_command_pin_free (gpointer pin);
