"""Small pieces that templates draw."""

from django import template

register = template.Library()
