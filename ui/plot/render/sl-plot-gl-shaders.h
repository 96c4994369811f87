/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Programs for OpenGL 3.3 and OpenGL ES 3.0; the version line is put before them. Positions are pixels of the
 * target, row 0 at the top; each instance is one quad, its corners by gl_VertexID. Colours are premultiplied.
 */

#define SL_GLSL_COMMON \
  "uniform vec2 u_size;\n" \
  "vec4 place (vec2 p) { return vec4 (2.0 * p / u_size - 1.0, 0.0, 1.0); }\n" \
  "vec2 corner () { return vec2 (float (gl_VertexID & 1), float (gl_VertexID >> 1)); }\n"

/* Segments with round ends. Coverage of a box by a half plane at distance t with normal n is exact: the box
 * seen along n is a trapezoid, of which this is the integral. A line is the difference of two half planes. A
 * pixel is split into four boxes side by side, one for each channel of the coverage buffer, which keeps the
 * maximum over segments: for a whole pixel the maximum would be less than the coverage of two segments of a
 * jagged curve that cross it. The edge of a round end faces away from the segment; where the curve continues,
 * the next segment covers it, and an end that faced elsewhere would look sharper and prevail. */
static const char sl_glsl_segment_vertex[] =
  SL_GLSL_COMMON
  "uniform float u_radius;\n"
  "layout (location = 0) in vec4 a_ends;\n"
  /* at either end: 1 where the next segment continues with little bend */
  "layout (location = 1) in vec2 a_goes_on;\n"
  "flat out vec4 v_ends;\n"
  "flat out vec2 v_goes_on;\n"
  "void main ()\n"
  "{\n"
  "  vec2 along = a_ends.zw - a_ends.xy, side, c = corner ();\n"
  "  float n = length (along), reach = u_radius + 1.0;\n"
  "  along = n > 0.0 ? along / n : vec2 (1.0, 0.0);\n"
  "  side = vec2 (-along.y, along.x);\n"
  "  v_ends = a_ends;\n"
  "  v_goes_on = a_goes_on;\n"
  "  gl_Position = place (mix (a_ends.xy - along * reach, a_ends.zw + along * reach, c.x)\n"
  "                       + side * reach * (2.0 * c.y - 1.0));\n"
  "}\n";

static const char sl_glsl_segment_fragment[] =
    "uniform float u_radius;\n"
    "uniform vec4 u_colour;\n"
    "uniform float u_gather;\n"
    "flat in vec4 v_ends;\n"
    "flat in vec2 v_goes_on;\n"
    "out vec4 o_colour;\n"
    "float half_plane (float t, float a, float b)\n"
    "{\n"
    "  float flat_part = 0.5 * (a - b), all = 0.5 * (a + b), s = abs (t), rest;\n"
    "  if (s <= flat_part)\n"
    "    return 0.5 + t / a;\n"
    "  rest = max (all - s, 0.0);\n"
    "  rest = rest * rest / (2.0 * a * max (b, 1e-4));\n"
    "  return t > 0.0 ? 1.0 - rest : rest;\n"
    "}\n"
    "float covered (vec2 at)\n"
    "{\n"
    "  vec2 along = v_ends.zw - v_ends.xy, from = at - v_ends.xy, off, n;\n"
    "  float length2 = dot (along, along), t = length2 > 0.0 ? clamp (dot (from, along) / length2, 0.0, 1.0) "
    ": 0.0;\n"
    "  float d, a, b;\n"
    "  off = from - along * t;\n"
    "  d = length (off);\n"
    "  n = t > 0.0 && t < 1.0 || t <= 0.0 && v_goes_on.x > 0.5 || t >= 1.0 && v_goes_on.y > 0.5\n"
    "        ? vec2 (-along.y, along.x) * inversesqrt (length2)\n"
    "        : d > 0.0 ? off / d : vec2 (1.0, 0.0);\n"
    "  n = abs (n) * vec2 (0.25, 1.0);\n"
    "  a = max (n.x, n.y);\n"
    "  b = min (n.x, n.y);\n"
    "  return half_plane (u_radius - d, a, b) - half_plane (-u_radius - d, a, b);\n"
    "}\n"
    "void main ()\n"
    "{\n"
    "  vec2 at = gl_FragCoord.xy;\n"
    "  vec4 c = vec4 (covered (at - vec2 (0.375, 0.0)), covered (at - vec2 (0.125, 0.0)), covered (at + vec2 "
    "(0.125, 0.0)),\n"
    "                 covered (at + vec2 (0.375, 0.0)));\n"
    "  o_colour = u_colour * mix (vec4 (dot (c, vec4 (0.25))), c, u_gather);\n"
    "}\n";

/* Areas between an upper and a lower edge over an interval of x: their exact share of each pixel, so that
 * shares of neighbouring areas add up. */
static const char sl_glsl_area_vertex[] =
  SL_GLSL_COMMON
  "layout (location = 0) in vec4 a_upper;\n" /* x0, x1, upper edge at both */
  "layout (location = 1) in vec2 a_lower;\n" /* lower edge at both */
  "flat out vec4 v_upper;\n"
  "flat out vec2 v_lower;\n"
  "void main ()\n"
  "{\n"
  "  vec2 low = vec2 (floor (a_upper.x), floor (min (a_upper.z, a_upper.w)));\n"
  "  vec2 high = vec2 (ceil (a_upper.y), ceil (max (a_lower.x, a_lower.y)));\n"
  "  v_upper = a_upper;\n"
  "  v_lower = a_lower;\n"
  "  gl_Position = place (mix (low, high, corner ()));\n"
  "}\n";

static const char sl_glsl_area_fragment[] =
  "uniform vec4 u_colour;\n"
  "flat in vec4 v_upper;\n"
  "flat in vec2 v_lower;\n"
  "out vec4 o_colour;\n"
  /* Integral of clamp (t, 0, 1) */
  "float ramp (float t) { return t <= 0.0 ? 0.0 : t < 1.0 ? 0.5 * t * t : t - 0.5; }\n"
  /* Mean share of the pixel below an edge that runs from a to b above its bottom */
  "float below (float a, float b)\n"
  "{\n"
  "  return abs (b - a) < 1e-3 ? clamp (0.5 * (a + b), 0.0, 1.0) : (ramp (b) - ramp (a)) / (b - a);\n"
  "}\n"
  "void main ()\n"
  "{\n"
  "  vec2 pixel = floor (gl_FragCoord.xy), t;\n"
  "  float left = max (pixel.x, v_upper.x), right = min (pixel.x + 1.0, v_upper.y), bottom = pixel.y + 1.0;\n"
  "  if (right <= left)\n"
  "    discard;\n"
  "  t = (vec2 (left, right) - v_upper.x) / (v_upper.y - v_upper.x);\n"
  "  vec2 u = bottom - mix (v_upper.zz, v_upper.ww, t), l = bottom - mix (v_lower.xx, v_lower.yy, t);\n"
  "  o_colour = u_colour * ((right - left) * max (below (u.x, u.y) - below (l.x, l.y), 0.0));\n"
  "}\n";

/* Axis-parallel rectangles, each with its own colour (not premultiplied). */
static const char sl_glsl_rect_vertex[] =
  SL_GLSL_COMMON
  "layout (location = 0) in vec4 a_rect;\n"
  "layout (location = 1) in vec4 a_colour;\n"
  "flat out vec4 v_rect;\n"
  "flat out vec4 v_colour;\n"
  "void main ()\n"
  "{\n"
  "  v_rect = a_rect;\n"
  "  v_colour = vec4 (a_colour.rgb * a_colour.a, a_colour.a);\n"
  "  gl_Position = place (mix (floor (a_rect.xy), ceil (a_rect.zw), corner ()));\n"
  "}\n";

static const char sl_glsl_rect_fragment[] =
  "flat in vec4 v_rect;\n"
  "flat in vec4 v_colour;\n"
  "out vec4 o_colour;\n"
  "void main ()\n"
  "{\n"
  "  vec2 pixel = floor (gl_FragCoord.xy);\n"
  "  vec2 covered = clamp (min (pixel + 1.0, v_rect.zw) - max (pixel, v_rect.xy), 0.0, 1.0);\n"
  "  o_colour = v_colour * (covered.x * covered.y);\n"
  "}\n";

/* One colour times the accumulated coverage. */
static const char sl_glsl_colour_vertex[] =
  SL_GLSL_COMMON
  "uniform vec4 u_rect;\n"
  "void main () { gl_Position = place (mix (u_rect.xy, u_rect.zw, corner ())); }\n";

static const char sl_glsl_colour_fragment[] =
  "uniform vec4 u_colour;\n"
  "uniform sampler2D u_image;\n"
  "out vec4 o_colour;\n"
  "void main ()\n"
  "{\n"
  "  o_colour = u_colour * dot (texelFetch (u_image, ivec2 (gl_FragCoord.xy), 0), vec4 (0.25));\n"
  "}\n";

/* A picture in a rectangle, whose edges may lie within pixels. */
static const char sl_glsl_image_vertex[] =
  SL_GLSL_COMMON
  "uniform vec4 u_rect;\n"
  "void main () { gl_Position = place (mix (floor (u_rect.xy), ceil (u_rect.zw), corner ())); }\n";

static const char sl_glsl_image_fragment[] =
    "uniform vec4 u_rect;\n"
    "uniform sampler2D u_image;\n"
    "out vec4 o_colour;\n"
    "void main ()\n"
    "{\n"
    "  vec2 pixel = floor (gl_FragCoord.xy);\n"
    "  vec2 covered = clamp (min (pixel + 1.0, u_rect.zw) - max (pixel, u_rect.xy), 0.0, 1.0);\n"
    "  o_colour = texture (u_image, (gl_FragCoord.xy - u_rect.xy) / (u_rect.zw - u_rect.xy)) * (covered.x * "
    "covered.y);\n"
    "}\n";
