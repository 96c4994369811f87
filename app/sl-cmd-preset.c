/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The galaxy that --preset and --set describe. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/sl-commands.h"
#include "model/sl-error.h"

static char *
join_presets (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sl_preset_count (); i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", sl_preset_info (i)->name);
  return g_string_free (text, FALSE);
}

/* One --set name=value. forms: whether this pass sets the form of the history or the parameters. */
static gboolean
apply_setting (SlGalaxy *galaxy, const char *text, gboolean forms, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = NULL;
  int id;
  double value;

  if (!equals)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--set %s: expected name=value"), text);
      return FALSE;
    }
  name = g_strstrip (g_strndup (text, equals - text));
  if (strcmp (name, "sfh_model") == 0)
    {
      if (!forms)
        return TRUE;
      id = sl_command_sfh_find (equals + 1, error);
      if (id < 0)
        return FALSE;
      if ((SlSfhFormId) id != galaxy->sfh_form)
        {
          /* its efficiency is another quantity, so the preset's value would mean nothing */
          galaxy->sfh_form = id;
          sl_galaxy_range (galaxy, SL_PARAM_LGY_AT_MCRIT, &galaxy->value[SL_PARAM_LGY_AT_MCRIT], NULL, NULL);
        }
      return TRUE;
    }
  if (strcmp (name, "dust_law") == 0)
    {
      id = sl_command_dust_find (equals + 1, error);
      if (id < 0)
        return FALSE;
      galaxy->dust_law = id;
      return TRUE;
    }
  id = sl_command_parameter (name, error);
  if (id < 0)
    {
      g_prefix_error (error, "--set %s: ", text);
      return FALSE;
    }
  if (!sl_command_number (equals + 1, &value))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--set %s: expected a number such as 0.5, found “%s”"), text,
                   equals + 1);
      return FALSE;
    }
  if (!forms)
    {
      galaxy->value[id] = value;
      if (id == SL_PARAM_UV_BUMP)
        galaxy->uv_bump_free = TRUE;
    }
  return TRUE;
}

gboolean
sl_command_galaxy (const char *preset, const char *const *set, SlGalaxy *galaxy, GError **error)
{
  if (!preset)
    preset = sl_preset_info (0)->name;
  if (!sl_preset_apply (preset, galaxy))
    {
      g_autofree char *known = join_presets ();

      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown preset “%s”. There are %s"), preset, known);
      return FALSE;
    }
  for (int forms = 1; forms >= 0; forms--)
    for (guint i = 0; set && set[i]; i++)
      if (!apply_setting (galaxy, set[i], forms, error))
        return FALSE;
  return sl_galaxy_check (galaxy, FALSE, error);
}
