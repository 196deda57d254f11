"""The bank: shelves and what stands on them."""

from questions.models.category import QuestionCategory
from questions.models.question import Difficulty, Question, QuestionTag

__all__ = ["Difficulty", "Question", "QuestionCategory", "QuestionTag"]
