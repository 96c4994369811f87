/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-layout.h"

#include <math.h>

#include "ui/plot/layout/sl-plot-ticks.h"

PangoLayout *
sl_plot_text_new (PangoContext *context, const SlPlotTheme *theme, const char *markup)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (context));
  g_autofree char *numbers = sl_number_for_file (markup), *text = NULL;
  PangoAttrList *attributes = NULL;

  pango_font_description_set_size (font, (int) lround (theme->text_pt * PANGO_SCALE));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  if (!pango_parse_markup (numbers, -1, 0, &attributes, &text, NULL, NULL))
    {
      text = g_utf8_make_valid (numbers, -1);
      attributes = pango_attr_list_new ();
    }
  pango_attr_list_insert_before (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

gboolean
sl_plot_rects_touch (const SlPlotRect *a, const SlPlotRect *b, double gap)
{
  return a->x < b->x + b->w + gap && b->x < a->x + a->w + gap && a->y < b->y + b->h + gap
         && b->y < a->y + a->h + gap;
}

void
sl_plot_text_measure (PangoLayout *layout, double *w, double *h)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  *w = logical.width / (double) PANGO_SCALE;
  *h = logical.height / (double) PANGO_SCALE;
}

static gboolean
is_script (PangoAttribute *attribute, gpointer data)
{
  PangoAttrType type = attribute->klass->type;

  return type == PANGO_ATTR_FONT_SCALE || type == PANGO_ATTR_BASELINE_SHIFT || type == PANGO_ATTR_RISE;
}

/* Removes superscripts and subscripts first: Pango warns where a cut goes through them. */
void
sl_plot_text_shorten (PangoLayout *layout, double width)
{
  PangoAttrList *attributes = pango_attr_list_copy (pango_layout_get_attributes (layout));
  PangoAttrList *scripts = pango_attr_list_filter (attributes, is_script, NULL);

  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  g_clear_pointer (&scripts, pango_attr_list_unref);
  pango_attr_list_unref (attributes);
}

char *
sl_plot_plain (const char *markup)
{
  char *text = NULL;

  if (!markup)
    return g_strdup ("");
  return pango_parse_markup (markup, -1, 0, NULL, &text, NULL, NULL) ? text : g_utf8_make_valid (markup, -1);
}
