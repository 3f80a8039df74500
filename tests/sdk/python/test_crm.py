"""CRM calls of the official Python client: list, create, update, search, batch, associations."""

import json
import unittest

from hubspot.crm import associations, companies, contacts, deals

from portal import PORTAL, client, new_email


def refusal(caught):
    """Status and body of a refusal."""
    return caught.exception.status, json.loads(caught.exception.body)


class CrmTest(unittest.TestCase):
    def setUp(self):
        self.hubspot = client()
        self.contacts = self.hubspot.crm.contacts

    def new_contact(self, **properties):
        given = contacts.SimplePublicObjectInputForCreate(properties={"email": new_email(), **properties})
        return self.contacts.basic_api.create(simple_public_object_input_for_create=given)

    def test_contacts_are_listed_page_by_page(self):
        first = self.contacts.basic_api.get_page(limit=5, properties=["email"])
        self.assertEqual(len(first.results), 5)
        self.assertIn("@", first.results[0].properties["email"])
        second = self.contacts.basic_api.get_page(limit=5, after=first.paging.next.after)
        self.assertGreater(int(second.results[0].id), int(first.results[4].id))

    def test_get_all_follows_the_pages_to_the_end(self):
        found = self.hubspot.crm.companies.get_all()
        self.assertGreater(len(found), 20)
        self.assertEqual(len({company.id for company in found}), len(found))

    def test_a_contact_is_created_updated_and_archived(self):
        created = self.new_contact(firstname="Ada")
        change = contacts.SimplePublicObjectInput(properties={"firstname": "Grace"})
        self.contacts.basic_api.update(contact_id=created.id, simple_public_object_input=change)
        read = self.contacts.basic_api.get_by_id(contact_id=created.id, properties=["firstname"])
        self.assertEqual(read.properties["firstname"], "Grace")
        self.contacts.basic_api.archive(contact_id=created.id)
        with self.assertRaises(contacts.ApiException) as caught:
            self.contacts.basic_api.get_by_id(contact_id=created.id)
        status, body = refusal(caught)
        self.assertEqual((status, body["category"]), (404, "OBJECT_NOT_FOUND"))

    def test_a_search_finds_a_contact_by_its_email_address(self):
        created = self.new_contact()
        search = contacts.PublicObjectSearchRequest(
            filter_groups=[
                contacts.FilterGroup(
                    filters=[
                        contacts.Filter(property_name="email", operator="EQ", value=created.properties["email"])
                    ]
                )
            ],
            properties=["email"],
            limit=10,
            sorts=["createdate"],
        )
        found = self.contacts.search_api.do_search(public_object_search_request=search)
        self.assertEqual([contact.id for contact in found.results], [created.id])
        self.assertEqual(found.total, 1)

    def test_batches_create_read_and_update(self):
        api = self.contacts.batch_api
        inputs = [contacts.SimplePublicObjectBatchInputForCreate(properties={"email": new_email()}) for _ in range(3)]
        created = api.create(contacts.BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs))
        self.assertEqual(len(created.results), 3)
        ids = [contacts.SimplePublicObjectId(id=contact.id) for contact in created.results]
        read = api.read(
            contacts.BatchReadInputSimplePublicObjectId(
                inputs=ids, properties=["email"], properties_with_history=[]
            )
        )
        self.assertEqual(read.status, "COMPLETE")
        self.assertEqual(len(read.results), 3)
        changes = [
            contacts.SimplePublicObjectBatchInput(id=contact.id, properties={"city": "Porto"})
            for contact in created.results
        ]
        updated = api.update(contacts.BatchInputSimplePublicObjectBatchInput(inputs=changes))
        self.assertTrue(all(contact.properties["city"] == "Porto" for contact in updated.results))

    def test_a_batch_read_reports_what_does_not_exist(self):
        read = self.contacts.batch_api.read(
            contacts.BatchReadInputSimplePublicObjectId(
                inputs=[contacts.SimplePublicObjectId(id="1")], properties=[], properties_with_history=[]
            )
        )
        self.assertEqual(read.num_errors, 1)
        self.assertEqual(read.errors[0].category, "OBJECT_NOT_FOUND")

    def test_records_are_linked_and_the_links_are_read_back(self):
        contact = self.new_contact()
        company = self.hubspot.crm.companies.basic_api.create(
            companies.SimplePublicObjectInputForCreate(properties={"name": "Linked Company"})
        )
        links = self.hubspot.crm.associations.v4.basic_api
        spec = associations.v4.AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=1)
        links.create("contacts", contact.id, "companies", company.id, [spec])
        page = links.get_page("contacts", contact.id, "companies")
        self.assertEqual(str(page.results[0].to_object_id), company.id)
        self.assertEqual({kind.label for kind in page.results[0].association_types}, {None, "Primary"})
        links.archive("contacts", contact.id, "companies", company.id)
        self.assertEqual(links.get_page("contacts", contact.id, "companies").results, [])

    def test_links_are_read_in_a_batch(self):
        deal = self.hubspot.crm.deals.basic_api.get_page(limit=1).results[0]
        batch = self.hubspot.crm.associations.batch_api.read(
            "deals", "contacts", associations.BatchInputPublicObjectId(inputs=[associations.PublicObjectId(id=deal.id)])
        )
        self.assertEqual(batch.results[0].to[0].type, "deal_to_contact")

    def test_a_deal_without_a_known_stage_is_refused(self):
        given = deals.SimplePublicObjectInputForCreate(properties={"dealname": "X", "dealstage": "nowhere"})
        with self.assertRaises(deals.ApiException) as caught:
            self.hubspot.crm.deals.basic_api.create(given)
        status, body = refusal(caught)
        self.assertEqual((status, body["category"]), (400, "VALIDATION_ERROR"))
        self.assertTrue(body["correlationId"])

    def test_the_private_app_token_works_as_well(self):
        page = client(PORTAL["private_app_token"]).crm.contacts.basic_api.get_page(limit=1)
        self.assertEqual(len(page.results), 1)


if __name__ == "__main__":
    unittest.main()
