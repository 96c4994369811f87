/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-figure-command.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"

/* What ends the name of a pin and one of its settings; and what takes the next character as it is. */
#define ESCAPED_IN_NAMES ":\\"
#define ESCAPED_IN_SETTINGS ",\\"

/* --- to a command --------------------------------------------------------- */

static char *
gradient_text (const SlFigureOptions *options)
{
  GString *text = g_string_new (sl_param_info (options->gradient)->name);

  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_param_set_has (options->tied, i) && i != (int) options->gradient)
      g_string_append_printf (text, "+%s", sl_param_info (i)->name);
  return g_string_free (text, FALSE);
}

static void
append_escaped (GString *text, const char *part, const char *special)
{
  for (; *part; part++)
    {
      if (strchr (special, *part))
        g_string_append_c (text, '\\');
      g_string_append_c (text, *part);
    }
}

static char *
pin_text (const SlFigureCommand *self, const SlFigurePin *pin)
{
  g_auto (GStrv) settings =
      sl_galaxy_settings_list (pin->galaxy, SL_PRESET_DEFAULT, self->lines, self->n_lines);
  GString *text = g_string_new (NULL);

  append_escaped (text, pin->name, ESCAPED_IN_NAMES);
  g_string_append_printf (text, ": preset=%s", SL_PRESET_DEFAULT);
  for (guint i = 0; settings[i]; i++)
    {
      g_string_append (text, ", ");
      append_escaped (text, settings[i], ESCAPED_IN_SETTINGS);
    }
  return g_string_free (text, FALSE);
}

static void
add_choices (GString *line, const SlFigureCommand *self)
{
  for (guint i = 0; self->info->choices && self->info->choices[i].name; i++)
    {
      const SlFigureChoice *choice = &self->info->choices[i];
      g_autofree char *text = NULL;

      if (self->options->choice[i] == 0)
        continue;
      text = g_strdup_printf ("%s=%s", choice->name, choice->values[self->options->choice[i]].name);
      sl_text_add_option (line, "--with", text);
    }
}

char *
sl_figure_command (const SlFigureCommand *self)
{
  const SlFigureOptions *options = self->options;
  g_autoptr (GString) line = g_string_new ("starloom render");
  g_autofree char *out = g_strdup_printf ("starloom-%s.pdf", self->info->name),
                  *gradient = gradient_text (options);
  g_auto (GStrv) settings = NULL;
  const char *preset = self->preset;
  SlGalaxy known;

  if (!preset || !sl_preset_apply (preset, &known))
    preset = SL_PRESET_DEFAULT;
  settings = sl_galaxy_settings_list (options->galaxy, preset, self->lines, self->n_lines);
  sl_text_add_option (line, "--plot", self->info->name);
  add_choices (line, self);
  sl_text_add_option (line, "--out", self->out ? self->out : out);
  sl_text_add_option (line, "--preset", preset);
  sl_text_add_option (line, "--gradient", gradient);
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (self->info->more_gradients && sl_param_set_has (options->more_gradients, i)
        && i != (int) options->gradient)
      sl_text_add_option (line, "--also", sl_param_info (i)->name);
  for (guint i = 0; settings[i]; i++)
    sl_text_add_option (line, "--set", settings[i]);
  for (guint i = 0; i < options->n_pins; i++)
    {
      g_autofree char *pin = pin_text (self, &options->pins[i]);

      sl_text_add_option (line, "--pin", pin);
    }
  if (options->differences && options->n_pins)
    sl_text_add_word (line, "--differences");
  sl_text_add_option (line, "--grid", self->grid);
  sl_text_add_option (line, "--wave-medium", self->medium);
  return g_strdup (line->str);
}

/* --- and back ------------------------------------------------------------- */

gboolean
sl_figure_command_read_gradient (const char *text, SlParamId *gradient, SlParamSet *tied, GError **error)
{
  /* No text at all is one name that no parameter has, not no name. */
  g_auto (GStrv) names = g_strsplit (*text ? text : " ", "+", -1);

  *tied = sl_param_set_none ();
  for (guint i = 0; names[i]; i++)
    {
      const int id = sl_text_to_parameter (g_strstrip (names[i]), error);

      if (id < 0)
        return FALSE;
      if (i == 0)
        *gradient = id;
      else if (id != (int) *gradient)
        sl_param_set_add (tied, id);
    }
  return TRUE;
}

/* Cuts *rest at the first of the separators that no backslash precedes; returns the part before it, without
 * backslashes and blanks around (g_free), and moves *rest behind it. *ended: whether there was a separator.
 */
static char *
take_part (const char **rest, char separator, gboolean *ended)
{
  g_autoptr (GString) part = g_string_new (NULL);
  const char *c = *rest;

  for (; *c && *c != separator; c++)
    {
      if (*c == '\\' && c[1])
        c++;
      g_string_append_c (part, *c);
    }
  *ended = *c == separator;
  *rest = *ended ? c + 1 : c;
  return g_strstrip (g_strdup (part->str));
}

gboolean
sl_figure_command_read_pin (const char *text, SlFigureCommandPin *pin, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) settings = NULL;
  const char *rest = text;
  gboolean more;

  *pin = (SlFigureCommandPin) { 0 };
  pin->name = take_part (&rest, ':', &more);
  if (!more || !*pin->name)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--pin %s: expected a name, a colon and settings, as in “A: preset=quenched, "
                      "av_old=0.5”"),
                   text);
      return FALSE;
    }
  while (*rest)
    {
      g_autofree char *setting = take_part (&rest, ',', &more);

      if (g_str_has_prefix (setting, "preset="))
        {
          g_free (pin->preset);
          pin->preset = g_strstrip (g_strdup (setting + strlen ("preset=")));
        }
      else if (*setting)
        g_strv_builder_add (builder, setting);
    }
  settings = g_strv_builder_end (builder);
  if (sl_galaxy_settings_parse (&pin->set, (const char *const *) settings, error))
    return TRUE;
  g_prefix_error (error, "--pin %s: ", text);
  return FALSE;
}

void
sl_figure_command_pin_free (gpointer data)
{
  SlFigureCommandPin *pin = data;

  g_free (pin->name);
  g_free (pin->preset);
  sl_galaxy_settings_clear (&pin->set);
  g_free (pin);
}
