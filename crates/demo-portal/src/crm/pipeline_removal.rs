//! The removal of pipelines and stages, which may be in use.

use super::{object_types::ObjectType, pipelines::NotDeleted, store::Crm};

impl Crm {
    /// Deletes a pipeline, on request only if no live record is in it.
    pub(crate) fn delete_pipeline(
        &mut self,
        kind: &'static ObjectType,
        id: &str,
        only_unused: bool,
    ) -> Result<(), NotDeleted> {
        let all = self.pipelines_of(kind);
        if !all.iter().any(|pipeline| pipeline.id == id) {
            return Err(NotDeleted::Unknown);
        }
        if all.len() == 1 {
            return Err(NotDeleted::Last);
        }
        if only_unused {
            self.check_unused(kind, kind.pipeline.map(|(pipeline, _)| pipeline), id)?;
        }
        self.pipelines.entry(kind.id).or_default().retain(|pipeline| pipeline.id != id);
        Ok(())
    }

    /// Deletes a stage, on request only if no live record is in it.
    pub(crate) fn delete_stage(
        &mut self,
        kind: &'static ObjectType,
        id: &str,
        stage: &str,
        only_unused: bool,
    ) -> Result<(), NotDeleted> {
        let pipeline = self.pipelines_of(kind).iter().find(|pipeline| pipeline.id == id);
        let stages = pipeline.map_or(&[][..], |pipeline| &pipeline.stages);
        if !stages.iter().any(|known| known.id == stage) {
            return Err(NotDeleted::Unknown);
        }
        if stages.len() == 1 {
            return Err(NotDeleted::Last);
        }
        if only_unused {
            self.check_unused(kind, kind.pipeline.map(|(_, stage)| stage), stage)?;
        }
        let all = self.pipelines.entry(kind.id).or_default();
        if let Some(pipeline) = all.iter_mut().find(|pipeline| pipeline.id == id) {
            pipeline.stages.retain(|known| known.id != stage);
        }
        Ok(())
    }

    /// Whether no live record has this value in the property.
    fn check_unused(&self, kind: &ObjectType, property: Option<&str>, value: &str) -> Result<(), NotDeleted> {
        let Some(property) = property else { return Ok(()) };
        let live = self.records(kind).values().filter(|record| record.archived_ms.is_none());
        let uses = live.filter(|record| record.value(kind, property).is_some_and(|own| own == value)).count();
        if uses == 0 { Ok(()) } else { Err(NotDeleted::InUse(uses)) }
    }
}
