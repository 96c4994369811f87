/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-labels.h"
#include "app/session/sl-scenes.h"
#include "app/window/sl-window-private.h"
#include "ui/widgets/sl-drop-down.h"

/* The choosers in the header and above the sliders: scenes, the parameter that gradients are taken by, the
 * observable that sensitivities are of. */

/* Observables by the engine's names. */
static const char *const focus_table[] = { "rest:LSST/g-r",
                                           "rest:LSST/r-i",
                                           "rest:LSST/u-g",
                                           "rest:LSST/r",
                                           "obs:LSST/r",
                                           "obs:LSST/i-z",
                                           "ew:OIII5007",
                                           "ew:Hbeta",
                                           "ew:Halpha",
                                           "ew:OII3727",
                                           "line:Halpha",
                                           "balmer_decrement",
                                           "lgmstar_with_remnants",
                                           "lgmstar_living",
                                           "lgmstar_formed",
                                           "lgsfr",
                                           "lgsfr10",
                                           "lgsfr100",
                                           "lglir",
                                           "rest:WISE/W2-W3",
                                           "rest:HERSCHEL/PACS70-PACS160",
                                           NULL };

const char *const *
sl_window_focuses (void)
{
  return focus_table;
}

/* Pairs of parameters that can be moved together: a gradient along both. */
static const struct { SlParamId first, second;
} together_table[] = {
  { SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV },
  { SL_PARAM_LGMET_OLD, SL_PARAM_LGMET_YOUNG },
  { SL_PARAM_AV_OLD, SL_PARAM_AV_YOUNG },
  { SL_PARAM_DELTA_OLD, SL_PARAM_DELTA_YOUNG },
};

/* Selects the row of the session's gradient. A file may tie parameters that no row ties: then the row of the
 * first parameter. */
void
sl_window_select_gradient (SlWindow *self)
{
  const SlParamId id = sl_session_get_gradient (self->session);
  const SlParamSet tied = sl_session_get_tied (self->session);
  guint row = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->n_gradients; i++)
    if (self->gradient[i].id == id
        && (sl_param_set_equal (self->gradient[i].tied, tied) || row == GTK_INVALID_LIST_POSITION))
      row = i;
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->gradient_drop, row);
  self->filling = FALSE;
}

static void
add_gradient (SlWindow *self, GtkStringList *titles, SlParamId id, SlParamSet tied)
{
  g_autofree char *title = sl_figure_gradient_title (sl_session_get_galaxy (self->session), id, tied);

  self->gradient[self->n_gradients].id = id;
  self->gradient[self->n_gradients++].tied = tied;
  gtk_string_list_append (titles, title);
}

/* The parameters that this galaxy has gradients by, and the pairs. */
void
sl_window_fill_gradients (SlWindow *self)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->n_gradients = 0;
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_galaxy_uses (galaxy, i))
      add_gradient (self, titles, i, sl_param_set_none ());
  for (guint i = 0; i < G_N_ELEMENTS (together_table); i++)
    if (sl_galaxy_uses (galaxy, together_table[i].first) && sl_galaxy_uses (galaxy, together_table[i].second))
      add_gradient (self, titles, together_table[i].first, sl_param_set_of (together_table[i].second));
  self->filling = TRUE;
  gtk_drop_down_set_model (self->gradient_drop, G_LIST_MODEL (titles));
  self->filling = FALSE;
  sl_window_select_gradient (self);
}

static void
gradient_chosen_cb (GtkDropDown *drop, GParamSpec *pspec, SlWindow *self)
{
  guint i = gtk_drop_down_get_selected (drop);

  if (self->filling || i >= self->n_gradients)
    return;
  sl_session_set_gradient (self->session, self->gradient[i].id);
  sl_session_set_tied (self->session, self->gradient[i].tied);
}

static void
focus_chosen_cb (GtkDropDown *drop, GParamSpec *pspec, SlWindow *self)
{
  guint i = gtk_drop_down_get_selected (drop);

  if (self->filling || i >= G_N_ELEMENTS (focus_table) - 1)
    return;
  sl_session_set_focus (self->session, focus_table[i]);
  sl_window_post (self);
}

void
sl_window_select_focus (SlWindow *self)
{
  for (guint i = 0; focus_table[i]; i++)
    if (g_strcmp0 (focus_table[i], sl_session_get_focus (self->session)) == 0)
      gtk_drop_down_set_selected (self->focus_drop, i);
}

/* The menu of scenes, by section. */
void
sl_window_add_presets (SlWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GMenu *section = NULL;
  const char *heading = NULL;

  for (guint i = 0; i < sl_scene_count (); i++)
    {
      const SlSceneInfo info = sl_scene_info (i);
      g_autofree char *action = g_strdup_printf ("win.preset('%s')", info.name);

      if (!section || g_strcmp0 (heading, info.section) != 0)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          heading = info.section;
          g_menu_append_section (menu, _ (heading), G_MENU_MODEL (section));
        }
      g_menu_append (section, _ (info.title), action);
    }
  g_clear_object (&section);
  gtk_menu_button_set_menu_model (self->preset_button, G_MENU_MODEL (menu));
}

void
sl_window_fill_focuses (SlWindow *self, const SlTemplates *templates)
{
  g_autoptr (GtkStringList) focuses = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; focus_table[i]; i++)
    {
      g_autofree char *label = sl_label_observable (focus_table[i], templates);

      gtk_string_list_append (focuses, label);
      if (g_strcmp0 (focus_table[i], sl_session_get_focus (self->session)) == 0)
        selected = i;
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->focus_drop, G_LIST_MODEL (focuses));
  gtk_drop_down_set_selected (self->focus_drop, selected);
  self->filling = FALSE;
}

void
sl_window_fill_choosers (SlWindow *self)
{
  sl_drop_down_cut_long (self->gradient_drop);
  sl_drop_down_cut_long (self->focus_drop);
  sl_drop_down_set_name (self->gradient_drop, _ ("Gradient"));
  sl_drop_down_set_name (self->focus_drop, _ ("Sensitivity of"));
  gtk_drop_down_set_enable_search (self->gradient_drop, TRUE);
  gtk_drop_down_set_expression (self->gradient_drop,
                                gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  sl_window_fill_gradients (self);
  sl_window_fill_focuses (self, NULL);
  g_signal_connect (self->gradient_drop, "notify::selected", G_CALLBACK (gradient_chosen_cb), self);
  g_signal_connect (self->focus_drop, "notify::selected", G_CALLBACK (focus_chosen_cb), self);
  g_object_bind_property (self->session, "follow", self->follow_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}
