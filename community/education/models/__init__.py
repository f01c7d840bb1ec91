"""Conditions, their pages and sections, resources and departments; topics relate sections to threads."""

from community.education.models.offer import Department, Resource
from community.education.models.page import Page, Reference, Section
from community.education.models.subject import Condition, ConditionProcedure, Procedure, State, Topic

__all__ = [
    "Condition",
    "ConditionProcedure",
    "Department",
    "Page",
    "Procedure",
    "Reference",
    "Resource",
    "Section",
    "State",
    "Topic",
]
