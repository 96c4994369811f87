/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-param-set.h"
#include "model/ssp/sl-templates.h"

/* What --set NAME=VALUE says about a galaxy, for every command that takes it:
 *
 *   a parameter                lg_qt=0.9
 *   an option                  dust_law=noll, igm=yes; sfh_model is another name of sfh_form
 *   sfh_table, metals_table    a file (see sl-table.h), and with it the choice that reads it
 *   sfh_edges                  0:0.03:0.1:0.33:1.1:3.6:8:13.7, lookback in Gyr
 *   lines_off                  names of emission lines, semicolons between them */
typedef struct {
  SlParamSet has_value;       /* parameters that are set */
  gboolean has_option[SL_N_OPTIONS]; /* options that are set */
  gboolean has_edges;
  char **lines_off;           /* names; NULL: nothing was said about lines */
  SlGalaxy galaxy;            /* what is set; the rest means nothing */
} SlGalaxySettings;

/* Reads texts (NULL: none). Where a name stands twice the last holds. FALSE with an error that begins with
 * the setting and names what there is. sl_galaxy_settings_clear() in either case. */
gboolean sl_galaxy_settings_parse (SlGalaxySettings *self, const char *const *texts, GError **error);
/* The names of lines become lines of the library; SL_ERROR_PARAMETER names those that are near. */
gboolean sl_galaxy_settings_find_lines (SlGalaxySettings *self, const SlTemplates *templates, GError **error);
/* Sets what was said; what was not stays. A form that gives a parameter another meaning gives it that form's
 * default, before parameters are set. Lines only after sl_galaxy_settings_find_lines(). */
void sl_galaxy_settings_apply (const SlGalaxySettings *self, SlGalaxy *galaxy);
/* The galaxy of a preset (NULL: the first) with what was said, checked against its ranges. FALSE with
 * SL_ERROR_PARAMETER, which names what there is. */
gboolean sl_galaxy_settings_to_galaxy (const SlGalaxySettings *self, const char *preset, SlGalaxy *galaxy, GError **error);
void sl_galaxy_settings_clear (SlGalaxySettings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlGalaxySettings, sl_galaxy_settings_clear)

/* Value of an option, or -1 with SL_ERROR_PARAMETER naming those that there are. */
int sl_galaxy_settings_option_value (SlOptionId id, const char *name, GError **error);
/* Id of an option by its name or by that which it has in files of points (sfh_model), or -1. */
int sl_galaxy_settings_find_option (const char *name);
/* The name of an option in files of points. */
const char *sl_galaxy_settings_option_key (SlOptionId id);

/* Text of the edges as sfh_edges takes it; g_free. */
char *sl_galaxy_settings_format_edges (const double edges[SL_SFH_N_BINS + 1]);
/* FALSE with SL_ERROR_PARAMETER unless there are as many numbers as edges. */
gboolean sl_galaxy_settings_parse_edges (const char *text, double edges[SL_SFH_N_BINS + 1], GError **error);

/* The other way round: what --set has to say of the preset (of sl_preset_info()) for this galaxy; parameters
 * that do not act are left out, tables are named as their files were. lines: names of lines by number.
 * g_strfreev. */
char **sl_galaxy_settings_list (const SlGalaxy *galaxy, const char *preset, const char *const *lines,
                                  guint n_lines);
/* A command for a shell that draws a plot of the galaxy; a preset that no command knows counts as the first.
 * g_free. */
char *sl_galaxy_settings_to_command (const SlGalaxy *galaxy, const char *preset, const char *const *lines,
                                guint n_lines, const char *plot, SlParamId gradient);
